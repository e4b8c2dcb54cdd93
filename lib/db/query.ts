import pg from "pg";
import { againIfLost } from "./again";
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

const run = <Row extends object>(whose: Whose, config: pg.QueryConfig) => againIfLost(() => runOnce<Row>(whose, config));

async function runOnce<Row extends object>(whose: Whose, config: pg.QueryConfig): Promise<Row[]> {
  const { scoped, system } = connections();
  if (whose === "system") return (await system.query<Row>(config)).rows;
  return (await scoped.query<Row>({ ...config, scope: whose } as pg.QueryConfig)).rows;
}

/**
 * Runs a prepared statement in one transaction behind another one that takes a lock. The second sees everything that
 * was committed before the lock was had.
 */
export function queryAfter<Row extends object>(
  whose: Whose,
  lock: { name: string; text: string; values: unknown[] },
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  return againIfLost(() => queryAfterOnce<Row>(whose, lock, { name, text, values, types }));
}

async function queryAfterOnce<Row extends object>(whose: Whose, lock: pg.QueryConfig, config: pg.QueryConfig): Promise<Row[]> {
  const { scoped, system } = connections();
  const client = await (whose === "system" ? system : scoped).connect();
  let broken: Error | undefined;
  try {
    await client.query(whose === "system" ? "BEGIN" : beginIn(whose));
    await client.query(lock);
    const { rows } = await client.query<Row>(config);
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
