import { invalid } from "@/lib/kernel/errors";
import { migrate } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migrations";
import type { CopiedTable } from "./tables";
import { writeTables } from "./write-tables";

/** What an installation was at one moment. */
export type KeptInstallation = {
  /** The migrations that its database had. */
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[];
  readonly tables: readonly CopiedTable[];
  /** The rows of a table in PostgreSQL's text form. */
  rows(table: string): AsyncIterable<Uint8Array>;
};

/**
 * Writes an installation into an empty database, all of its rows or none, and brings that to the newest schema.
 *
 * The schema is first made as it was: a backup of an older version fits, one of a newer version does not.
 *
 * @throws AppError `invalid`, before anything is made, for what another version, or another product, wrote
 */
export async function writeInstallation(databaseUrl: string, { migrations, tables, rows }: KeptInstallation): Promise<void> {
  const theirs = new Map(migrations.map(({ name, sha256 }) => [name, sha256]));
  const ours = await readMigrations();
  const then = ours.filter(({ name }) => theirs.has(name));
  if (then.length < theirs.size) throw invalid("file", "The backup was made by a newer version; restore it with that one");
  if (then.some(({ name, sha256 }) => theirs.get(name) !== sha256)) throw invalid("file", "The backup was made by another product");
  await migrate(databaseUrl, then);
  await writeTables(databaseUrl, tables, ({ name }) => rows(name));
  await migrate(databaseUrl, ours);
}
