import { setImmediate as breathe } from "node:timers/promises";
import type { SiteContext } from "@/lib/db/resolve";
import { batches } from "./batches";
import { type Candidate, checkRow, type RefusedRow } from "./check-row";
import type { RunningImport } from "./import";
import type { Outcome } from "./plan-batch";
import { queueWork } from "./queue-work";
import { rowsOfFile } from "./rows-of-file";
import { settleBatch } from "./settle-batch";
import { writeBatch } from "./write-batch";

/** Large enough for the cost of a statement to be small beside its rows, and small enough for sign-ins beside it. */
const BATCH_ROWS = 500;

/** So many rows are read before others have a turn: the process answers requests as well. */
const ROWS_AT_A_STRETCH = 25;

/** How somebody looks on while an import is worked on. */
export type Watch = {
  /** Asks to stop behind the batch that is under way. */
  readonly stopping?: AbortSignal | undefined;
  /** Told how many rows are done, and which part of the file, from 0 to 1. */
  readonly progress?: ((rowsDone: number, share: number) => void) | undefined;
};

/**
 * Brings the rows of a file in, from the first that is not done. While the database writes a batch, the one behind it is settled.
 *
 * The trap: a batch that is settled early must come to what it would come to later. So it is told whom the batch before it names; one
 * that changes users, whom this one would still see as they were, is waited for; and one that had to be settled anew, because
 * somebody signed up meanwhile, has this one settled anew as well. An id that both have is refused by the database, and then settled anew.
 *
 * @returns false when it was left before its end, to be gone on with, or to somebody else who has taken it over
 */
export async function importRows(site: SiteContext, running: RunningImport, { stopping, progress }: Watch): Promise<boolean> {
  const file = rowsOfFile(site, running);
  let { rowsDone } = running;
  let before: readonly Outcome[] = [];
  let writing: Promise<readonly Outcome[] | null> = Promise.resolve(before);
  const write = async (rows: readonly (Candidate | RefusedRow)[], outcomes: readonly Outcome[], bytesDone: number) => {
    const written = await writeBatch(site, { id: running.id, dryRun: running.dryRun, rowsDone, bytesDone }, rows, outcomes);
    rowsDone += rows.length;
    if (written) progress?.(rowsDone, bytesDone / running.bytes);
    return written;
  };
  try {
    for await (const rows of batches(checkedRows(file.rows, running.rowsDone), BATCH_ROWS)) {
      const bytesDone = file.bytesRead();
      if (before.some(({ kind }) => kind === "update")) await writing;
      const early = await settleBatch(site, running, rows, before);
      const written = await writing;
      if (!written) return false;
      if (stopping?.aborted) {
        await queueWork(site.db, running.id);
        return false;
      }
      before = written === before ? early : await settleBatch(site, running, rows, []);
      writing = write(rows, before, bytesDone);
      // It is awaited further down; until then its failure is nobody's.
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
  return (await writing) !== null;
}

async function* checkedRows(rows: ReturnType<typeof rowsOfFile>["rows"], rowsDone: number): AsyncGenerator<Candidate | RefusedRow> {
  const now = new Date();
  for await (const row of rows) {
    if (row.row % ROWS_AT_A_STRETCH === 0) await breathe();
    if (row.row > rowsDone) yield checkRow(row, now);
  }
}
