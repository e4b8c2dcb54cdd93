import pg from "pg";
import { CopyIn } from "./copy-in";
import { type CopiedTable, copyText, tablesInOrder } from "./tables";

/** True for a database in which nobody has made a table. */
export async function isEmptyDatabase(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LIMIT 1");
    return rows.length === 0;
  } finally {
    await client.end();
  }
}

/**
 * Writes tables into a database that has them and is empty otherwise, all or nothing.
 *
 * @param rows what to write into a table, in PostgreSQL's text form
 * @throws Error when the database has not just these tables; and whatever `rows` throws
 */
export async function writeTables(
  databaseUrl: string,
  tables: readonly CopiedTable[],
  rows: (table: CopiedTable) => AsyncIterable<Uint8Array>,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "signin-fast restore" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN");
    const there = await tablesInOrder(client);
    const names = (list: readonly CopiedTable[]) =>
      list
        .map(({ name }) => name)
        .toSorted()
        .join(", ");
    if (names(there) !== names(tables)) throw new Error(`The backup has other tables than its schema: ${names(tables)}`);
    for (const { name } of there) {
      const table = tables.find((given) => given.name === name) as CopiedTable;
      await client.query(new CopyIn(copyText(table, "FROM STDIN"), rows(table))).done;
    }
    await setSequences(client);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

/** Has whatever counts rows go on behind those that were written. */
async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT quote_ident(c.relname) AS table, quote_ident(a.attname) AS column, s.sequence
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
       pg_get_serial_sequence('public.' || quote_ident(c.relname), a.attname) AS s(sequence)
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND s.sequence IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(`SELECT setval($1, coalesce((SELECT max(${column}) FROM public.${table}), 0) + 1, false)`, [sequence]);
}
