import pg from "pg";
import { connections } from "./client";

const types = {
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
