import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { PrismaClient } from "./generated/client";

type Connections = {
  readonly pool: pg.Pool;
  /** For reading that may take long: it keeps nobody from the other connections. */
  readonly longReads: pg.Pool;
  readonly prisma: PrismaClient;
};

const slot = Symbol.for("signin-fast.connections");
type Holder = { [slot]?: Connections };

/**
 * The process's one pool and the unscoped Prisma client on it.
 *
 * SECURITY: importable inside lib/db only. Whoever holds this sees every account.
 */
export function connections(): Connections {
  const holder = globalThis as Holder;
  holder[slot] ??= connect();
  return holder[slot];
}

/** The same, without opening any. */
export function openConnections(): Connections | undefined {
  return (globalThis as Holder)[slot];
}

/** Closes the pool. The next use opens a new one. */
export async function disconnect(): Promise<void> {
  const holder = globalThis as Holder;
  const open = holder[slot];
  delete holder[slot];
  await open?.prisma.$disconnect();
  await Promise.all([open?.pool.end(), open?.longReads.end()]);
}

function connect(): Connections {
  const pool = newPool({ max: 12, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000, idle_in_transaction_session_timeout: 10_000 });
  const longReads = newPool({
    max: 8,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A prepared statement for each text: planning costs more than running these.
  const statementNameGenerator = ({ sql }: { sql: string }) => createHash("sha1").update(sql).digest("base64url");
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }) });
  return { pool, longReads, prisma };
}

function newPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionString: env().databaseUrl, statement_timeout: 5_000, application_name: "signin-fast", ...options });
  // Without a listener a connection that dies while idle ends the process.
  pool.on("error", (error) => log.warn({ detail: error.message }, "database connection lost"));
  return pool;
}
