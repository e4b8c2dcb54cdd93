import { writeInstallation } from "@/lib/db/backup/write-installation";
import { isEmptyDatabase } from "@/lib/db/backup/write-tables";
import { invalid } from "@/lib/kernel/errors";
import { replayDeletions, requireDeletions } from "./deletions-file";
import { openBackup } from "./open-backup";

/** What a restore came to: when the backup was made, how many rows it had, and how many who were deleted since are deleted again. */
export type Restored = { readonly madeAt: string; readonly rows: number; readonly deletedAgain: number };

/**
 * Writes a backup into an empty database, all of its rows or none, brings that to the newest schema, and deletes whoever was
 * deleted since.
 *
 * Both files are looked through before anything is written: whoever is handed a damaged one at night tries another one on the same
 * database.
 *
 * @param deletions a file of `writeDeletions`
 * @throws AppError `invalid` when the database is not empty, or a file is damaged, encrypted, or of another version
 */
export async function restoreBackup(databaseUrl: string, path: string, deletions: string | null): Promise<Restored> {
  if (!(await isEmptyDatabase(databaseUrl))) throw invalid("file", "The database is not empty: restore into a new one");
  if (deletions !== null) await requireDeletions(deletions);
  const { manifest, rows, close } = await openBackup(path);
  try {
    await writeInstallation(databaseUrl, { migrations: manifest.migrations, tables: manifest.tables, rows });
  } finally {
    close();
  }
  const deletedAgain = deletions === null ? 0 : await replayDeletions(databaseUrl, deletions);
  return { madeAt: manifest.created_at, rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0), deletedAgain };
}
