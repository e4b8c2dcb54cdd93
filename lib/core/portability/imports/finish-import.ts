import { deleteImportKeys } from "@/lib/db/hot/import-users";
import type { SiteContext } from "@/lib/db/resolve";
import { withEvent } from "../../audit/with-event";
import { deleteFile } from "../files/delete-file";
import type { RunningImport } from "./import";

/**
 * Ends an import, as done or with the reason why not, and deletes its file. Only that of a dry run that is done stays for an
 * hour, to be imported from.
 */
export async function finishImport(site: SiteContext, { id, dryRun, fileId }: RunningImport, problem: string | null): Promise<void> {
  const keepsFile = dryRun && problem === null;
  const event = {
    type: "import.finished",
    outcome: problem === null ? "success" : "failure",
    data: { import_id: String(id), dry_run: dryRun },
  } as const;
  const { count } = await withEvent(
    site.db,
    (done: { count: number }) => (done.count > 0 ? event : null),
    (db) =>
      db.import.updateMany({
        where: { id, status: "running" },
        data: { status: problem === null ? "done" : "failed", problem, finishedAt: new Date(), ...(keepsFile ? {} : { fileId: null }) },
      }),
  );
  if (count === 0) return;
  if (!keepsFile) await deleteFile(site, fileId);
  await deleteImportKeys(site.scope, id);
}
