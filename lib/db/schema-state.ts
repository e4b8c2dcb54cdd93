import { readMigrations } from "@/prisma/migrations";
import { query } from "./query";

/** What the database says of itself: its clock, and the migrations of this version that it lacks. */
export type SchemaState = { readonly now: Date; readonly missing: readonly string[] };

let known: Promise<string[]> | undefined;

/** The migrations of this version, read from the disk once. */
const knownMigrations = () => {
  known ??= readMigrations().then((all) => all.map(({ name }) => name));
  return known;
};

/**
 * Asks the database for its clock and its migrations in one statement.
 *
 * Migrations that this version does not know are no fault: while instances are replaced one by one, the first of the new version
 * has applied its own, and the old ones go on.
 */
export async function schemaState(): Promise<SchemaState> {
  const [row] = await query<SchemaState>(
    "system",
    "schema-state",
    `SELECT clock_timestamp() AS now,
       ARRAY(SELECT name FROM unnest($1::text[]) name WHERE NOT EXISTS (SELECT 1 FROM signin_migrations m WHERE m.name = name.name)) AS missing`,
    [await knownMigrations()],
  );
  if (!row) throw new Error("The database did not say what state it is in");
  return row;
}
