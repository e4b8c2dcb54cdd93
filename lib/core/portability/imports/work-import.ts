import { setImmediate as breathe } from "node:timers/promises";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { isAppError } from "@/lib/kernel/errors";
import { batches } from "./batches";
import { checkRow } from "./check-row";
import { finishImport } from "./finish-import";
import type { RunningImport } from "./import";
import { importBatch } from "./import-batch";
import { restoreSite } from "./restore-site";
import { rowsOfFile } from "./rows-of-file";
import { takeUpImport } from "./take-up-import";

/** Large enough for the cost of a statement to be small beside its rows, and small enough for sign-ins beside it. */
const BATCH_ROWS = 500;

/** So many rows are read before others have a turn: the process answers requests as well. */
const ROWS_AT_A_STRETCH = 50;

type Watch = {
  /** Asks to stop behind the batch that is under way. */
  readonly stopping?: AbortSignal;
  /** Told how many rows are done, and which part of the file, from 0 to 1. */
  readonly progress?: (rowsDone: number, share: number) => void;
};

/**
 * Works on an import until it is at its end, from wherever it was left. Killed at any moment and called again, it comes to the
 * same: a batch is written together with the number of rows that are done, and rows that are done are passed over.
 *
 * What is wrong with the file ends it as failed, with the reason. Any other fault is thrown and leaves it where it is.
 */
export async function workImport(site: SiteContext, importId: bigint, { stopping, progress }: Watch = {}): Promise<void> {
  const running = await takeUpImport(site, importId);
  if (!running) return;
  try {
    if (!(await importRows(site, running, { stopping, progress }))) return;
    if (running.format === "bundle" && !running.dryRun) await restoreSite(site, running);
    await finishImport(site, running, null);
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    await finishImport(site, running, error.issues[0]?.message ?? error.message);
  }
}

/** @returns false when it was left before its end, to be gone on with, or to somebody else who has taken it over */
async function importRows(site: SiteContext, running: RunningImport, { stopping, progress }: Watch): Promise<boolean> {
  const file = rowsOfFile(site, running);
  const now = new Date();
  let { rowsDone } = running;
  async function* checked() {
    for await (const row of file.rows) {
      if (row.row % ROWS_AT_A_STRETCH === 0) await breathe();
      if (row.row > running.rowsDone) yield checkRow(row, now);
    }
  }
  for await (const rows of batches(checked(), BATCH_ROWS)) {
    if (!(await importBatch(site, { id: running.id, dryRun: running.dryRun, rowsDone, bytesDone: file.bytesRead() }, rows))) return false;
    rowsDone += rows.length;
    progress?.(rowsDone, file.bytesRead() / running.bytes);
    if (!stopping?.aborted) continue;
    await enqueue(site.db, "run-import", { importId: String(running.id) }, { maxAttempts: 1 });
    return false;
  }
  return true;
}
