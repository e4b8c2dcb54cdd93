import type { SiteContext } from "@/lib/db/resolve";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { deleteFile } from "../files/delete-file";
import { writeFile } from "../files/write-file";
import { type ExportProgress, exportBytes } from "./export-bytes";
import { type RunningExport, takeUpExport } from "./take-up-export";

/** How often it is told how far the work has come. It is the sign of life, too: see `tendExports`. */
const PROGRESS_MS = 1_000;

/**
 * Writes the file of an export, from its beginning, whoever had begun it before. A process that is killed leaves nothing that
 * the next one does not delete.
 *
 * When it is asked to stop, or its file is deleted while it writes, it ends at once and the export is begun anew within a
 * minute. Any other fault is thrown; then it is begun anew, too.
 */
export async function workExport(site: SiteContext, exportId: bigint, stopping: AbortSignal): Promise<void> {
  const running = await takeUpExport(site, exportId);
  if (!running) return;
  try {
    await writeExport(site, running, stopping);
  } catch (error) {
    await site.db.export.updateMany({ where: { id: exportId, status: "running", fileId: null }, data: { workedAt: new Date(0) } });
    const lostFile = isAppError(error) && error.code === "not_found";
    if (!stopping.aborted && !lostFile) throw error;
  }
}

/**
 * SECURITY: the data is looked at after the export names its file: who is deleted from then on, deletes the file.
 *
 * @throws AppError `not_found` when that happened while it was written
 */
async function writeExport(site: SiteContext, running: RunningExport, stopping: AbortSignal): Promise<void> {
  const { id } = running;
  const progress: ExportProgress = { rowsDone: 0, rowsTotal: null };
  const mine: { fileId: bigint | null } = { fileId: null };
  const note = (data: object) => site.db.export.updateMany({ where: { id, ...mine, status: "running" }, data: { ...progress, ...data } });
  const ticking = setInterval(() => note({ workedAt: new Date() }).catch(() => undefined), PROGRESS_MS);
  try {
    const begun = async (fileId: bigint) => {
      await note({ fileId });
      mine.fileId = fileId;
    };
    const { fileId: _, bytes, sha256 } = await writeFile(site, until(stopping, exportBytes(site, running, progress)), { begun });
    const done = await note({ status: "done", bytes: BigInt(bytes), sha256, finishedAt: new Date() });
    if (done.count === 0) throw new AppError("not_found");
  } catch (error) {
    const { fileId } = mine;
    if (fileId !== null) {
      await note({ fileId: null });
      await deleteFile(site, fileId);
    }
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

async function* until(stopping: AbortSignal, source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    stopping.throwIfAborted();
    yield chunk;
  }
}
