import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { PrismaClient } from "./generated/client";
import { asRole, type Role, rolesOf } from "./roles";
import { PREPARE_ENTER, rememberScopes, ScopedClient } from "./scoped-connection";
import { endWhenSilent } from "./silent-connection";
import { MOST_NAMED, statementNames } from "./statement-names";
import { traceStatements } from "./statement-spans";

type Connections = {
  /** For statements that say their scope: without one there are no rows. */
  readonly scoped: pg.Pool;
  /** For statements that find out for whom they are, or are for nobody. */
  readonly system: pg.Pool;
  /** For reading that may take long: it keeps nobody from the other connections. Its transactions enter their scope. */
  readonly longReads: pg.Pool;
  readonly prisma: PrismaClient;
};

const slot = Symbol.for("signin-fast.connections");
type Holder = { [slot]?: Connections };

/**
 * The process's pools and the unscoped Prisma client on one of them.
 *
 * SECURITY: importable inside lib/db only. Whoever holds this can say any scope.
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

/** Closes the pools. The next use opens new ones. */
export async function disconnect(): Promise<void> {
  const holder = globalThis as Holder;
  const open = holder[slot];
  delete holder[slot];
  await open?.prisma.$disconnect();
  await Promise.all([open?.scoped.end(), open?.system.end(), open?.longReads.end()]);
}

/** The longest that a statement may take. */
const STATEMENT_MS = 5_000;
/** The longest that a connection may be silent while a statement is under way: by then the server would have refused it. */
const SILENCE_MS = 3 * STATEMENT_MS;

const REQUESTS = {
  max: 12,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  idle_in_transaction_session_timeout: 10_000,
  silenceMs: SILENCE_MS,
};

function connect(): Connections {
  const scoped = rememberScopes(newPool("scoped", REQUESTS));
  const system = newPool("system", REQUESTS);
  // Whose reader may be slow: it is silent as long as that takes.
  const longReads = newPool("scoped", {
    max: 8,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  const statementNameGenerator = statementNames(MOST_NAMED);
  // A transaction waits for its connection as long as a statement does. Prisma's own two seconds are less than a process needs that has just begun.
  const transactionOptions = { maxWait: REQUESTS.connectionTimeoutMillis };
  const prisma = new PrismaClient({ adapter: new PrismaPg(scoped, { statementNameGenerator }), transactionOptions });
  return { scoped, system, longReads, prisma };
}

function newPool(role: Role, { silenceMs, ...options }: pg.PoolConfig & { readonly silenceMs?: number }): pg.Pool {
  const { databaseUrl } = env();
  const pool = new pg.Pool({
    connectionString: asRole(databaseUrl, role),
    statement_timeout: STATEMENT_MS,
    application_name: "signin-fast",
    onConnect: (client) => {
      // Whoever has taken it out hears of its end by their statement. The pool listens only while it is idle.
      client.on("error", () => undefined);
      if (silenceMs !== undefined) endWhenSilent(client, silenceMs);
      return begin(client, role, rolesOf(databaseUrl)[role]);
    },
    ...(role === "scoped" ? { Client: ScopedClient } : {}),
    ...options,
  });
  // Without a listener a connection that dies while idle ends the process.
  pool.on("error", (error) => log.warn({ detail: error.message }, "database connection lost"));
  return traceStatements(pool);
}

/**
 * SECURITY: a connection that did not get its role, because something on the way has dropped what we asked for, or whose role has come to pass
 * policies since the start, is not used. And scopes can be entered on scoped ones alone: where a pooler mixes connections up, a scoped statement
 * fails rather than reach everything.
 */
async function begin(client: pg.ClientBase, role: Role, name: string): Promise<void> {
  const asked = "SELECT current_user::text AS role, row_security_active(to_regclass('public.sites')) AS held";
  const answers = await client.query(`${asked};${role === "scoped" ? PREPARE_ENTER : ""}`);
  const given = ([answers].flat() as pg.QueryResult<{ role: string; held: boolean | null }>[])[0]?.rows[0];
  if (given?.role !== name)
    throw new Error(`The database session has the role ${given?.role} and not ${name}: is there a pooler that ignores \`options\`?`);
  if (given.held === false)
    throw new Error(`The database session is held to no policy as ${name}: what may that role, or was a policy switched off?`);
}
