import type { SiteContext } from "@/lib/db/resolve";
import { deleteFile } from "../files/delete-file";

/** An export that somebody works on. */
export type RunningExport = { readonly id: bigint; readonly includeSecrets: boolean; readonly recipient: string | null };

/** Marks an export as being worked on, and deletes what was written of it so far. Null: it is at its end already, or it is gone. */
export async function takeUpExport(site: SiteContext, id: bigint): Promise<RunningExport | null> {
  const open = { id, status: { in: ["pending" as const, "running" as const] } };
  const before = await site.db.export.findFirst({ where: open, select: { fileId: true } });
  const [row] = await site.db.export.updateManyAndReturn({
    where: open,
    data: { status: "running", workedAt: new Date(), fileId: null, rowsDone: 0 },
    select: { id: true, includeSecrets: true, recipient: true },
  });
  if (before?.fileId) await deleteFile(site, before.fileId);
  return row ?? null;
}
