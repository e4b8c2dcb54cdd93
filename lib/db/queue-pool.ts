import pg from "pg";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { asRole } from "./roles";

/**
 * The most connections to the queue that the places of one kind share: one that listens, and those that take a job or write down what it
 * came to, which is a matter of a millisecond. What a job does it does on the process's own.
 */
const CONNECTIONS = 3;

/**
 * For so long a place waits for its turn on a connection, and then for its answer. Not for less: a job that is over and was not to be
 * written down is done again. And not for ever: of a server that is gone without a word nobody would ever hear.
 */
const PATIENCE_MS = 30_000;

/** Connections to the queue. That one is lost is heard by whoever uses it, and logged here. */
export type QueuePool = {
  readonly pool: pg.Pool;
  /** Ends all of them, with what is under way: an answer that comes later is heard by nobody. */
  cutOff(): void;
};

/** Opens none before somebody asks. */
export function queuePool(): QueuePool {
  const open = new Set<pg.PoolClient>();
  let isCutOff = false;
  const lost = (error: Error) => log.warn({ detail: error.message }, "connection to the queue lost");
  const pool = new pg.Pool({
    connectionString: asRole(env().databaseUrl, "system"),
    application_name: "signin-fast",
    max: CONNECTIONS,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  })
    .on("error", lost)
    .on("connect", (client) => {
      client.on("error", lost);
      open.add(client);
      if (isCutOff) void client.end();
    })
    .on("remove", (client) => open.delete(client));
  return {
    pool,
    cutOff() {
      isCutOff = true;
      void pool.end();
      for (const client of open) void client.end();
    },
  };
}
