import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { isContended } from "@/lib/kernel/faults";
import { connections } from "./client";
import { beginIn, type Own } from "./scoped-connection";

/**
 * For whom a statement is. In a scope the database shows and takes its rows and no others, whatever the statement says.
 *
 * SECURITY: as `system` nothing is added. Those are for statements that begin with a credential, an address or nobody, or that need an index
 * which policies keep from being used; each names its account itself where there is one, and has an isolation test.
 */
export type Whose = Own | "system";

/** How values arrive: a bigint is a bigint. */
export const types = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === 20 ? BigInt : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Runs one prepared statement on any connection.
 *
 * @param name names the prepared statement; one name, one text
 */
export function query<Row extends object>(whose: Whose, name: string, text: string, values: unknown[]): Promise<Row[]> {
  return run(whose, { name, text, values, types });
}

/**
 * Runs one statement that is planned anew for its values: for searches, where a rare word wants another plan than a common
 * one, and a place deep in a list another than its beginning. A prepared statement would get one plan for all.
 */
export function queryPlanned<Row extends object>(whose: Whose, text: string, values: unknown[]): Promise<Row[]> {
  return run(whose, { text, values, types });
}

/** How often a statement is done again that was chosen to end a deadlock, and up to how long it waits before the first time. */
const [AGAIN, WAIT_MS] = [3, 10];

/** Each is a transaction of its own: of one that lost against another nothing is left, so it can be done again as it is. */
async function run<Row extends object>(whose: Whose, config: pg.QueryConfig): Promise<Row[]> {
  for (let again = 0; ; again++) {
    try {
      return await runOnce<Row>(whose, config);
    } catch (error) {
      if (again === AGAIN || !isContended(error)) throw error;
      await pause(randomInt(WAIT_MS * 2 ** again));
    }
  }
}

async function runOnce<Row extends object>(whose: Whose, config: pg.QueryConfig): Promise<Row[]> {
  const { scoped, system } = connections();
  if (whose === "system") return (await system.query<Row>(config)).rows;
  return (await scoped.query<Row>({ ...config, scope: whose } as pg.QueryConfig)).rows;
}

/**
 * Runs a prepared statement in one transaction behind another one that takes a lock. The second sees everything that
 * was committed before the lock was had.
 */
export async function queryAfter<Row extends object>(
  whose: Whose,
  lock: { name: string; text: string; values: unknown[] },
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const { scoped, system } = connections();
  const client = await (whose === "system" ? system : scoped).connect();
  let broken: Error | undefined;
  try {
    await client.query(whose === "system" ? "BEGIN" : beginIn(whose));
    await client.query(lock);
    const { rows } = await client.query<Row>({ name, text, values, types });
    await client.query("COMMIT");
    return rows;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
