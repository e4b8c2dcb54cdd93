import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root";

/** One step of the schema's history. */
export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string };

/**
 * The migrations of a folder in the order in which they are applied: `NNNN_name/migration.sql`.
 *
 * The checksum is of the text with LF line ends, so a checkout that rewrites them is not taken for a changed file.
 *
 * @throws Error when a folder has another name or two share a number: an accident of a merge, which would apply in a surprising order
 */
export async function readMigrations(folder = join(repositoryRoot(), "prisma/migrations")): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const numbers = new Set<string>();
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+$/.exec(name)?.[1];
    if (!number) throw new Error(`The folder prisma/migrations/${name} must be named NNNN_name`);
    if (numbers.has(number)) throw new Error(`Two migrations have the number ${number}; give the newer one the next free number`);
    numbers.add(number);
  }
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(join(folder, name, "migration.sql"), "utf8")).replaceAll("\r\n", "\n");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}
