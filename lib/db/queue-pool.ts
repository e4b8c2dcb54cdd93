import pg from "pg";
import { env } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { asRole } from "./roles";

/**
 * The most connections to the queue that the places of one kind share: one that listens, and those that take a job or write down what it
 * came to, which is a matter of a millisecond. What a job does it does on the process's own.
 */
const CONNECTIONS = 3;

/** Connections to the queue. That one is lost is heard by whoever uses it, and logged here. */
export function queuePool(): pg.Pool {
  const lost = (error: Error) => log.warn({ detail: error.message }, "connection to the queue lost");
  return new pg.Pool({
    connectionString: asRole(env().databaseUrl, "system"),
    application_name: "signin-fast",
    max: CONNECTIONS,
    connectionTimeoutMillis: 5_000,
  })
    .on("error", lost)
    .on("connect", (client) => client.on("error", lost));
}
