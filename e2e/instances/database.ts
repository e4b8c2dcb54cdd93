import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { locateBinaries } from "@/lib/db/embedded/binaries";
import { type Cluster, ensureCluster, place } from "@/lib/db/embedded/cluster";
import { ensureDataDir } from "@/lib/db/embedded/data-dir";
import { databaseUrl } from "@/lib/db/embedded/ownership";
import { port } from "@/lib/db/embedded/postmaster";
import { databaseUser } from "@/lib/db/embedded/system-user";
import { haveRoles, rolesOf } from "@/lib/db/roles";

/** A PostgreSQL that several instances of the product may share. */
export type SharedDatabase = {
  readonly url: string;
  /** Runs one statement in it. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
};

/** For two instances, one that takes the place of another, and us. */
const CONNECTIONS = 200;

/** Starts an empty one in a folder of its own, of the binaries that the product comes with: with places for more than one instance. */
export async function startDatabase(): Promise<SharedDatabase> {
  const folder = await ensureDataDir(await mkdtemp(join(tmpdir(), "signin-shared-")));
  const user = await databaseUser(join(folder, "postgres"));
  const cluster = await ensureCluster(folder, user, await locateBinaries(user));
  const sockets = cluster.socketFolder === cluster.folder ? cluster.ownName : cluster.socketFolder;
  const settings = { listen_addresses: "", port, unix_socket_directories: sockets, max_connections: CONNECTIONS, timezone: "UTC" };
  const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(cluster.binaries.postgres, ["-D", cluster.ownName, ...given], {
    ...place(cluster.folder, cluster.user),
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  await makeDatabase(cluster);
  const url = databaseUrl(cluster, "signin");
  const pool = new pg.Pool({ connectionString: url, max: 3, application_name: "harness" });
  pool.on("error", () => undefined);
  return {
    url,
    sql: async <Row extends object>(text: string, values: unknown[] = []) => (await pool.query<Row>(text, values)).rows,
    async stop() {
      await pool.end();
      child.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the product's user, its roles and its database, as soon as the server takes connections. */
async function makeDatabase(cluster: Cluster): Promise<void> {
  for (const end = Date.now() + 30_000; ; ) {
    const client = new pg.Client(databaseUrl(cluster, "postgres"));
    try {
      await client.connect();
    } catch (error) {
      if (Date.now() > end) throw error;
      continue;
    }
    await client.query(`CREATE ROLE signin LOGIN CREATEDB PASSWORD ${pg.escapeLiteral(cluster.password)}`);
    await client.query("CREATE DATABASE signin OWNER signin");
    await haveRoles(client, rolesOf(databaseUrl(cluster, "signin")));
    return client.end();
  }
}
