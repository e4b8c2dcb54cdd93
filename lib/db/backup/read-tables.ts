import pg from "pg";
import { requireEveryRow } from "@/prisma/every-row";
import { CopyOut } from "./copy-out";
import { type CopiedTable, copyText, MIGRATIONS_TABLE, tablesInOrder } from "./tables";

/** The whole installation at one moment. */
export type InstallationSnapshot = {
  readonly at: Date;
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[];
  readonly tables: readonly CopiedTable[];
  /** The rows of a table in PostgreSQL's text form; `copy.rows` counts them while they are read. */
  rows(table: CopiedTable): CopyOut;
};

/**
 * Reads the whole installation in one snapshot, on a connection of its own. Nobody is kept waiting by it.
 *
 * @throws ConfigurationError when policies hide rows: a backup without them would look like any other
 */
export async function* inInstallation<Item>(
  databaseUrl: string,
  read: (snapshot: InstallationSnapshot) => AsyncIterable<Item>,
): AsyncGenerator<Item> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "signin-fast backup" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await requireEveryRow(client);
    const now = await client.query<{ at: Date }>("SELECT now() AS at");
    const migrations = await client.query<{ name: string; sha256: string }>(`SELECT name, sha256 FROM ${MIGRATIONS_TABLE} ORDER BY name`);
    yield* read({
      at: now.rows[0]?.at as Date,
      migrations: migrations.rows,
      tables: await tablesInOrder(client),
      rows: (table) => client.query(new CopyOut(copyText(table, "TO STDOUT"))),
    });
  } finally {
    await client.end();
  }
}
