import type { AccountContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { queueImport } from "./begin-import";
import type { Import } from "./import";
import { openOptions } from "./import-options";
import { requireImport } from "./require-import";
import { requireMayBringSettings } from "./require-may-bring-settings";

/**
 * Imports for real what a dry run has counted: the same file with the same options, as an import of its own.
 *
 * SECURITY: the file is taken by one conditional statement, so it is imported once however often this is asked.
 *
 * @throws AppError `not_found`; `invalid` when it is no dry run, is not at its end, or its file is gone; `missing_scope`
 */
export async function runDryImport(account: AccountContext, id: bigint, createdBy: string | null): Promise<Import> {
  const { site, row } = await requireImport(account, id);
  if (!row.dryRun) throw invalid("id", "Import is no dry run");
  if (row.status !== "done") throw invalid("id", "Import is not done");
  return site.db.$transaction(async (db) => {
    const fileId = row.fileId;
    const [taken] = await db.import.updateManyAndReturn({
      where: { id, status: "done", fileId: { not: null } },
      data: { fileId: null },
      select: { optionsSealed: true },
    });
    if (!taken || fileId === null) throw invalid("id", "Import has no file any more: it is kept for an hour. Upload it again");
    const { bytes, format, fileName } = row;
    const options = openOptions(taken.optionsSealed, id);
    requireMayBringSettings(account, options);
    return queueImport(db, { fileId, bytes: Number(bytes), format: format ?? "", fileName, createdBy, dryRun: false, options });
  });
}
