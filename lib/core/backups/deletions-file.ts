import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Deletion, deleteAgain, readDeletions } from "@/lib/db/backup/deletions";
import { invalid } from "@/lib/kernel/errors";
import { writeNewFile } from "../portability/exports/write-new-file";

const id = z.string().regex(/^\d{1,19}$/);
const lineShape = z.strictObject({ account_id: id, site_id: id, site_user_id: id.nullable(), deleted_at: z.iso.datetime() });

const BATCH = 5_000;

/**
 * Writes down who was deleted, ids only, one JSON object a line: it is kept beside the backups, and written more often than they
 * are.
 */
export async function writeDeletions(path: string | undefined): Promise<{ bytes: number }> {
  if (!path) throw invalid("file", "Say where to: signin deletions FILE");
  return { bytes: await writeNewFile(path, lines()) };
}

async function* lines(): AsyncGenerator<Uint8Array> {
  for await (const batch of readDeletions()) {
    const texts = batch.map(({ accountId, siteId, siteUserId, deletedAt }) =>
      JSON.stringify({ account_id: accountId, site_id: siteId, site_user_id: siteUserId, deleted_at: deletedAt.toISOString() }),
    );
    yield Buffer.from(`${texts.join("\n")}\n`);
  }
}

/**
 * Deletes again, in a restored database, whoever was deleted after its backup was made.
 *
 * @returns how many of them had come back
 * @throws AppError `invalid` for a line that is none of `writeDeletions`
 */
export async function replayDeletions(databaseUrl: string, path: string): Promise<number> {
  let [again, row, batch] = [0, 0, [] as Deletion[]];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    row += 1;
    batch.push(readLine(line, row));
    if (batch.length < BATCH) continue;
    again += await deleteAgain(databaseUrl, batch);
    batch = [];
  }
  return again + (await deleteAgain(databaseUrl, batch));
}

function readLine(line: string, row: number): Deletion {
  const read = lineShape.safeParse(line.startsWith("{") ? JSON.parse(line) : null);
  if (!read.success) throw invalid("deletions", `Line ${row} is no deletion`);
  const { account_id: accountId, site_id: siteId, site_user_id: siteUserId, deleted_at: at } = read.data;
  return { accountId, siteId, siteUserId, deletedAt: new Date(at) };
}
