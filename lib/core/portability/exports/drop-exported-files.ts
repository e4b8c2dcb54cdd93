import type { TenantDb } from "@/lib/db/tenant-db";

/**
 * Deletes every file of the site's exports, because it holds somebody who is being deleted. One that is being written is
 * begun anew: whoever writes it finds its file gone. It is one step of the transaction of the given handle.
 */
export async function dropExportedFiles(db: TenantDb): Promise<void> {
  const open = { status: { in: ["pending" as const, "running" as const] } };
  // The rows are locked first, so that a file that is begun meanwhile waits for the deletion and does not see who is deleted.
  await db.export.updateMany({ where: open, data: { rowsDone: 0 } });
  const files = await db.export.findMany({ where: { fileId: { not: null } }, select: { fileId: true } });
  await db.export.updateMany({ where: { ...open, fileId: { not: null } }, data: { fileId: null } });
  const problem = "The file is deleted, because a user who was in it is";
  await db.export.updateMany({ where: { fileId: { not: null } }, data: { fileId: null, problem } });
  await db.storedFile.deleteMany({ where: { id: { in: files.flatMap(({ fileId }) => fileId ?? []) } } });
}
