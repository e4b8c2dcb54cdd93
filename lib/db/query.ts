import pg from "pg";
import { connections } from "./client";

/** How values arrive: a bigint is a bigint. */
export const types = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === 20 ? BigInt : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Runs one prepared statement on any connection of the pool.
 *
 * SECURITY: nothing adds a scope here. A statement names its account itself and has an isolation test.
 *
 * @param name names the prepared statement; one name, one text
 */
export async function query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  const result = await connections().pool.query<Row>({ name, text, values, types });
  return result.rows;
}

/**
 * Runs one statement that is planned anew for its values: for searches, where a rare word wants another plan than a common
 * one, and a place deep in a list another than its beginning. A prepared statement would get one plan for all.
 *
 * SECURITY: nothing adds a scope here either.
 */
export async function queryPlanned<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
  return (await connections().pool.query<Row>({ text, values, types })).rows;
}

/**
 * Runs a prepared statement in one transaction behind another one that takes a lock. The second sees everything that
 * was committed before the lock was had.
 */
export async function queryAfter<Row extends object>(
  lock: { name: string; text: string; values: unknown[] },
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const client = await connections().pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
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
