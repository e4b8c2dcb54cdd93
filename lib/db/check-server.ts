import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { ConfigurationError } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";

/** The oldest PostgreSQL that does: tests have it beside the one that comes with the product. */
export const oldest = 15;

/** Errors that may pass while a database is starting: it listens not yet, has no name yet, or says that it starts. */
const passing = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ECONNRESET", "57P03"]);

/**
 * Waits until the database answers, and looks whether it can be relied upon.
 *
 * A database that is started together with us, as in a compose file, gets 15 s. Where `synchronous_commit` is off an acknowledged sign-up may be
 * lost by a crash, and a user who is a superuser may do more than is needed; that is the operator's choice, so it is only said.
 *
 * @throws ConfigurationError when it does not answer, is too old, or cannot keep every text
 */
export async function checkServer(databaseUrl: string, patienceMs = 15_000): Promise<void> {
  const client = await connect(databaseUrl, Date.now() + patienceMs);
  try {
    const { rows } = await client.query<Facts & { commit: string; superuser: boolean }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding,
         current_setting('synchronous_commit') AS commit, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
    );
    const { version = 0, encoding = "", commit, superuser } = rows[0] ?? {};
    requireUsable({ version, encoding });
    if (commit === "off") {
      log.warn("synchronous_commit is off: what was answered with success in the last moment before a crash of the database can be lost");
    }
    if (superuser) log.warn("the user of DATABASE_URL is a superuser: a hole in a statement would read files and run programs");
    // Asked only of UTF8: in another encoding the question itself may be an error.
    const { rowCount } = await client.query("SELECT WHERE lower('Ä') = 'ä'");
    if (rowCount === 0) log.warn("the database's locale knows no letters but a to z: capitals like Ä in names are not found by a search");
  } finally {
    await client.end();
  }
}

type Facts = { readonly version: number; readonly encoding: string };

/** @throws ConfigurationError that says what is wanted, when this cannot be relied upon */
export function requireUsable({ version, encoding }: Facts): void {
  if (version < oldest) throw new ConfigurationError(`DATABASE_URL: PostgreSQL ${oldest} or newer is needed, this is ${version}`);
  if (encoding !== "UTF8") {
    throw new ConfigurationError(
      `DATABASE_URL: the database has to be made with ENCODING 'UTF8', this one is in ${encoding} and cannot keep every name`,
    );
  }
}

async function connect(connectionString: string, deadline: number): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const { code = "", message } = error as { code?: string; message: string };
      if (!passing.has(code) || Date.now() > deadline) {
        throw new ConfigurationError(`DATABASE_URL: the database does not take connections (${message || code})`, { cause: error });
      }
      if (attempt === 0) log.info({ code }, "waiting for the database");
      await pause(250);
    }
  }
}
