import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Cluster } from "./cluster";
import { port, readPidFile, startPostmaster } from "./postmaster";

/** Who uses the database: a server for as long as it lives, or a command for a moment. */
export type Role = "server" | "command";

/** Another live process runs the database of this folder. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
}

/** Advisory locks in the database `postgres`. They end with the connection, so also with a `kill -9` of whoever holds them. */
const ownerLock = "7308332045274282";
const guestLock = "7308332045274283";

/** The address of one database of the cluster, for one of its two users. */
export function databaseUrl({ socketFolder, password }: Pick<Cluster, "socketFolder" | "password">, user: "signin" | "postgres"): string {
  return `postgresql://${user}:${password}@localhost:${port}/${user}?host=${encodeURIComponent(socketFolder)}&sslmode=disable`;
}

/**
 * Gets the server of the folder to run, and becomes the one process that may stop it.
 *
 * The lock lives in the database itself: it holds for as long as our connection does, nobody can hold it twice, and it is let go by whatever ends
 * us. So there is no file that could be left behind, and a server that outlived its owner is simply taken over.
 *
 * @returns the connection that holds the lock
 * @throws DatabaseInUseError when another process has it; a command is waited for
 */
export async function takeOwnership(cluster: Cluster, role: Role): Promise<pg.Client> {
  const began = Date.now();
  const deadline = began + 30_000;
  while (true) {
    const client = await connectOrStart(cluster, role, deadline);
    const owner = await tryToOwn(client, cluster);
    if (owner === "mine") return client;
    await client.end().catch(() => undefined);
    // A connection of a process that was just killed may take a moment to end. A command that finds an owner rather joins it.
    const patience = role === "command" ? 200 : owner?.includes("command") ? 30_000 : 1_500;
    if (owner && Date.now() - began > patience) {
      throw new DatabaseInUseError(
        `Another process (${owner}) already runs the database in ${cluster.folder}. Stop it first, or start with another DATA_DIR.`,
      );
    }
    if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL in ${cluster.folder} could not be taken over; see ${cluster.log}`);
    await pause(50);
  }
}

/** "mine", the name of who has it, or null when nobody has it for long: somebody is just coming or going. */
async function tryToOwn(client: pg.Client, cluster: Cluster): Promise<string | null> {
  try {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [ownerLock]);
    // A server on its way down lets its owner go first. It is no use to a new one.
    if (rows[0]?.taken) return (await readPidFile(cluster))?.status === "ready" ? "mine" : null;
    return await ownerOf(client);
  } catch {
    return null;
  }
}

/** The name of the process that owns the server, null when there is none. */
async function ownerOf(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND (l.classid::bigint << 32) + l.objid::bigint = $1`,
    [ownerLock],
  );
  return rows[0]?.name ?? null;
}

async function connectOrStart(cluster: Cluster, role: Role, deadline: number): Promise<pg.Client> {
  // What is left of a killed server may take about 3 s to disappear; it is tried again until the deadline.
  while (true) {
    const client = await connect(databaseUrl(cluster, "postgres"), role);
    if (client instanceof pg.Client) return client;
    if (client === "absent" && (await startPostmaster(cluster, deadline))) continue;
    if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL in ${cluster.folder} does not answer; see ${cluster.log}`);
    await pause(50);
  }
}

/** A connection; "absent" when no server listens, "busy" when one is starting or ending. */
async function connect(url: string, role: Role): Promise<pg.Client | "absent" | "busy"> {
  const client = new pg.Client({ connectionString: url, application_name: `${role}, pid ${process.pid}`, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    const code = (error as { code?: string }).code ?? "";
    if (code === "ENOENT" || code === "ECONNREFUSED") return "absent";
    if (code === "28P01")
      throw new Error("The embedded PostgreSQL does not accept the password that is kept in its folder", { cause: error });
    return "busy";
  }
}

/**
 * Joins a server that another process runs, and keeps a command that runs it from ending it meanwhile.
 *
 * @param url of the user `postgres`
 * @returns null when nobody runs it, or whoever does is about to stop it
 */
export async function joinAsGuest(url: string): Promise<{ leave(): Promise<void> } | null> {
  const client = await connect(url, "command");
  if (!(client instanceof pg.Client)) return null;
  const leave = () => client.end().catch(() => undefined);
  try {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock_shared($1) AS taken", [guestLock]);
    if (rows[0]?.taken && (await ownerOf(client))) return { leave };
  } catch {
    // It went away while we asked.
  }
  await leave();
  return null;
}

/** Waits until no guest is left and lets no new one in. Gives up after 30 s. */
export async function waitForGuests(owner: pg.Client): Promise<void> {
  await owner.query("SET lock_timeout = '30s'");
  await owner.query("SELECT pg_advisory_lock($1)", [guestLock]).catch(() => undefined);
}

/**
 * Waits up to a second until nobody but us is connected.
 *
 * A closed pool is done before its connections are, and a connection that the server ends first reports an error to nobody.
 */
export async function waitForQuiet(owner: pg.Client): Promise<void> {
  const deadline = Date.now() + 1_000;
  const others = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
  try {
    while (((await owner.query<{ n: number }>(others)).rows[0]?.n ?? 0) > 0 && Date.now() < deadline) await pause(5);
  } catch {
    // The server is gone already.
  }
}
