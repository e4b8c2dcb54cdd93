import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { ConfigurationError } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";

const oldest = 15;

/** Errors that may pass while a database is starting: it listens not yet, has no name yet, or says that it starts. */
const passing = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ECONNRESET", "57P03"]);

/**
 * Waits until the database answers, and looks whether it can be relied upon.
 *
 * A database that is started together with us, as in a compose file, gets 15 s. Where `synchronous_commit` is off an acknowledged sign-up may be
 * lost by a crash, and a user who is a superuser may do more than is needed; that is the operator's choice, so it is only said.
 *
 * @throws ConfigurationError when it does not answer or is too old
 */
export async function checkServer(databaseUrl: string, patienceMs = 15_000): Promise<void> {
  const client = await connect(databaseUrl, Date.now() + patienceMs);
  try {
    const { rows } = await client.query<{ version: number; commit: string; superuser: boolean }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('synchronous_commit') AS commit,
         (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
    );
    const { version = 0, commit, superuser } = rows[0] ?? {};
    if (version < oldest) throw new ConfigurationError(`DATABASE_URL: PostgreSQL ${oldest} or newer is needed, this is ${version}`);
    if (commit === "off") {
      log.warn("synchronous_commit is off: what was answered with success in the last moment before a crash of the database can be lost");
    }
    if (superuser) log.warn("the user of DATABASE_URL is a superuser: a hole in a statement would read files and run programs");
  } finally {
    await client.end();
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
