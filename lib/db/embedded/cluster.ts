import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, lstat, mkdir, mkdtemp, open, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries";
import type { SystemUser } from "./system-user";
import { isUnderWay } from "./under-way";

/** A database folder that is ready to be started. */
export type Cluster = {
  readonly folder: string;
  /** The folder's name for a program that is started in it. */
  readonly ownName: string;
  readonly socketFolder: string;
  readonly password: string;
  readonly user: SystemUser | undefined;
  readonly binaries: Binaries;
  /** Where the server's own messages go. */
  readonly log: string;
};

const passwordFile = "signin-password";

/**
 * The database folder under `dataDir`, made if there is none.
 *
 * It is made elsewhere and appears under its name only when it is whole, together with its password: a start that is killed half-way or races
 * another one leaves nothing broken behind.
 *
 * @throws Error when the folder was made by another major version of PostgreSQL
 */
export async function ensureCluster(dataDir: string, user: SystemUser | undefined, binaries: Binaries): Promise<Cluster> {
  const name = join(dataDir, "postgres");
  if (!existsSync(join(name, "PG_VERSION"))) await create(name, user, binaries);
  const folder = await realpath(name);
  const version = (await readFile(join(folder, "PG_VERSION"), "utf8")).trim();
  if (version !== "18") {
    throw new Error(
      `The database in ${folder} was made by PostgreSQL ${version} and this version runs 18. Export with the version that made it, or set DATABASE_URL.`,
    );
  }
  const password = (await readFile(join(folder, passwordFile), "utf8")).trim();
  const log = join(dataDir, "postgres.log");
  return { folder, ownName: ownName(folder, user), socketFolder: await socketFolder(folder, user), password, user, binaries, log };
}

/** Removes what starts that were killed half-way left. A start that is at it right now loses its race and finds the finished folder. */
export async function removeLeftovers(dataDir: string): Promise<void> {
  const left = (await readdir(dataDir)).filter((name) => name.startsWith("postgres.new-"));
  await Promise.all(left.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
}

async function create(name: string, user: SystemUser | undefined, binaries: Binaries): Promise<void> {
  const folder = await mkdtemp(`${name}.new-`);
  const password = `${folder}.password`;
  try {
    await writeFile(password, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
    if (user) for (const path of [folder, password]) await chown(path, user.uid, user.gid);
    await initdb(folder, user, binaries, password);
    await rename(password, join(folder, passwordFile));
    await rename(folder, name);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    await rm(password, { force: true });
    // Another start may have been quicker.
    if (!existsSync(join(name, "PG_VERSION"))) throw error;
    return;
  }
  // What initdb left to the system to write some time is written now, beside the start.
  const sync = spawn(binaries.initdb, ["--sync-only", `--pgdata=${ownName(name, user)}`], { ...place(name, user), stdio: "ignore" });
  sync.on("error", () => undefined).unref();
}

async function initdb(folder: string, user: SystemUser | undefined, binaries: Binaries, password: string): Promise<void> {
  const options = [
    "--username=postgres",
    "--auth=scram-sha-256",
    "--pwfile=/dev/fd/3",
    "--encoding=UTF8",
    "--no-instructions",
    "--no-sync",
  ];
  // PostgreSQL's own C.UTF-8 sorts the same on every machine, so an index outlives an upgrade of the system's libraries.
  const locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C", "--lc-messages=C"];
  // Stretching protects weak passwords. This one is 256 random bits, so it would only make each connection dearer.
  const given = [...options, ...locale, "--set=scram_iterations=1", `--pgdata=${ownName(folder, user)}`];
  const secret = await open(password, "r");
  const child = spawn(binaries.initdb, given, { ...place(folder, user), stdio: ["ignore", "pipe", "pipe", secret.fd] });
  isUnderWay();
  // Told to end, initdb removes what it has made so far.
  const kill = () => child.kill();
  process.once("exit", kill);
  try {
    let said = "";
    child.stdout?.on("data", (data) => (said += data));
    child.stderr?.on("data", (data) => (said += data));
    const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (code !== 0) throw new Error(`initdb could not make the database folder: ${said.trim().split("\n").slice(-3).join(" ")}`);
  } finally {
    process.off("exit", kill);
    await secret.close();
  }
}

/**
 * What a program of the database is told its folder is called.
 *
 * When we are root it runs as another user, who often may not pass through the folders above (a closed home). It is started in its folder and told
 * to use just that, so no other folder is asked.
 */
function ownName(folder: string, user: SystemUser | undefined): string {
  return user && process.platform === "linux" ? "/proc/self/cwd" : folder;
}

/** Where and as whom a program of the database runs. It sees nothing of our environment: a PGDATA or LC_ALL out there changes nothing. */
export function place(folder: string, user: SystemUser | undefined): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
  return { cwd: folder, env, ...(user ? { uid: user.uid, gid: user.gid } : {}) };
}

/** The longest path of a Unix socket is 103 bytes on macOS and 107 on Linux. */
const longestSocketFolder = 103 - "/.s.PGSQL.5432".length;

/**
 * Where the server's socket is: in the database folder, unless the system does not take so long a path.
 *
 * SECURITY: anybody may write to /tmp, so a folder there that is not ours alone is refused.
 */
async function socketFolder(folder: string, user: SystemUser | undefined): Promise<string> {
  if (Buffer.byteLength(folder) <= longestSocketFolder) return folder;
  const short = `/tmp/signin-fast-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  const uid = user?.uid ?? process.getuid?.() ?? 0;
  await mkdir(short, { mode: 0o700 }).then(
    () => (user ? chown(short, user.uid, user.gid) : undefined),
    () => undefined,
  );
  const found = await lstat(short);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) throw new Error(`${short} is not ours; remove it`);
  return short;
}
