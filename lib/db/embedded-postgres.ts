import { readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { log } from "@/lib/kernel/log";
import { locateBinaries } from "./embedded/binaries";
import { type Cluster, ensureCluster, removeLeftovers } from "./embedded/cluster";
import { ensureDataDir } from "./embedded/data-dir";
import { databaseUrl, joinAsGuest, type Role, takeOwnership, waitForGuests, waitForQuiet } from "./embedded/ownership";
import { dismissPostmaster, stopPostmaster } from "./embedded/postmaster";
import { announceStart, isStarting } from "./embedded/starting";
import { databaseUser } from "./embedded/system-user";
import { haveRoles, rolesOf } from "./roles";

export { DatabaseInUseError } from "./embedded/ownership";

const urlFile = "database-url";

/**
 * Runs a real PostgreSQL under `dataDir` and answers its address.
 *
 * One process at a time runs it. A server that outlived a killed owner is taken over. If the server dies it is started again; its address stays the
 * same. Call `stop` when the process is to end. An exit without it ends the server too, unwatched; a signal that nobody handles or a `kill -9`
 * leaves it running.
 *
 * @param role `command` is for a moment: a server that starts meanwhile waits for it, and it ends only when no other command uses the database
 * @throws DatabaseInUseError when another process runs it
 */
export async function startEmbeddedPostgres({
  dataDir,
  role = "server",
}: {
  dataDir: string;
  role?: Role;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await ensureDataDir(dataDir);
  const done = await announceStart(folder);
  try {
    const user = await databaseUser(join(folder, "postgres"));
    const cluster = await ensureCluster(folder, user, await locateBinaries(user));
    const first = await takeOwnership(cluster, role);
    const url = databaseUrl(cluster, "signin");
    const stop = supervise(cluster, role, first);
    try {
      await ensureDatabase(first, cluster, url);
      await writeUrl(folder, url);
      await removeLeftovers(folder);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url, stop };
  } finally {
    await done();
  }
}

/**
 * Joins the database that another process runs under `dataDir`; null when none does. Waits up to 30 s for one that is starting.
 *
 * Call `detach` at the end: a command that runs the database does not stop it before.
 */
export async function attachEmbeddedPostgres({ dataDir }: { dataDir: string }): Promise<{ url: string; detach(): Promise<void> } | null> {
  const folder = resolve(dataDir);
  const deadline = Date.now() + 30_000;
  while (true) {
    const url = await readFile(join(folder, urlFile), "utf8").catch(() => null);
    const guest = url ? await joinAsGuest(asAdministrator(url.trim())) : null;
    if (url && guest) return { url: url.trim(), detach: guest.leave };
    if (!(await isStarting(folder))) return null;
    if (Date.now() > deadline) throw new Error(`A process has been starting the database in ${folder} for 30 s`);
    await pause(50);
  }
}

/** Keeps the server running and ours; the answer stops it. */
function supervise(cluster: Cluster, role: Role, first: pg.Client): () => Promise<void> {
  let stopping = false;
  let owned = true;
  let owner: Promise<pg.Client | null> = Promise.resolve(first);

  const recover = async (): Promise<pg.Client | null> => {
    log.error("the embedded database went away; starting it again");
    while (!stopping) {
      try {
        const client = await takeOwnership(cluster, role);
        log.info("the embedded database is back");
        watch(client);
        return client;
      } catch (error) {
        log.error({ detail: error instanceof Error ? error.message : String(error) }, "the embedded database does not come back");
        await pause(1000);
      }
    }
    return null;
  };
  const watch = (client: pg.Client): void => {
    owned = true;
    const lost = () => {
      client.off("end", lost);
      owned = false;
      if (!stopping) owner = recover();
    };
    client.once("end", lost);
    // It may have ended before we listened; then nothing but a question tells.
    client.query("SELECT").catch(() => client.listeners("end").includes(lost) && lost());
  };
  watch(first);
  // An error or `process.exit` may end us before anybody calls `stop`.
  const dismiss = () => owned && dismissPostmaster(cluster);
  process.once("exit", dismiss);

  const stop = async () => {
    const client = await owner;
    // Whoever does not hold the lock has nothing to stop: the server is gone, or somebody else's.
    if (client && role === "command") await waitForGuests(client);
    if (client && owned) await waitForQuiet(client);
    if (owned) await stopPostmaster(cluster);
    await client?.end().catch(() => undefined);
    process.off("exit", dismiss);
  };
  let stopped: Promise<void> | undefined;
  return () => {
    stopping = true;
    stopped ??= stop();
    return stopped;
  };
}

/** The product's own database and user. SECURITY: not a superuser, so a hole in our SQL reads no files and runs no programs; nor may it make roles. */
async function ensureDatabase(client: pg.Client, { password }: Cluster, url: string): Promise<void> {
  const { rows } = await client.query<{ user: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'signin') AS "user", EXISTS (SELECT FROM pg_database WHERE datname = 'signin') AS database`,
  );
  if (!rows[0]?.user) await client.query(`CREATE ROLE signin LOGIN CREATEDB PASSWORD ${pg.escapeLiteral(password)}`);
  if (!rows[0]?.database) await client.query("CREATE DATABASE signin OWNER signin");
  await haveRoles(client, rolesOf(url));
}

/** Keeps the address for commands that run beside the server. SECURITY: it holds the password, so only we may read it. */
async function writeUrl(folder: string, url: string): Promise<void> {
  const half = join(folder, `${urlFile}.${process.pid}`);
  await writeFile(half, `${url}\n`, { mode: 0o600 });
  await rename(half, join(folder, urlFile));
}

function asAdministrator(url: string): string {
  const address = new URL(url);
  address.username = "postgres";
  address.pathname = "/postgres";
  return address.href;
}
