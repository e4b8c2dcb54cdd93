import { open } from "node:fs/promises";
import { z } from "zod";
import { type Deletion, deleteAgain, readDeletions } from "@/lib/db/backup/deletions";
import { invalid } from "@/lib/kernel/errors";
import { writeNewFile } from "../portability/exports/write-new-file";

const id = z.string().regex(/^\d{1,19}$/);
const lineShape = z.strictObject({ account_id: id, site_id: id.nullable(), site_user_id: id.nullable(), deleted_at: z.iso.datetime() });

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
 * Lets pass a file whose every line is one of `writeDeletions`.
 *
 * @throws AppError `invalid` that names the line, or says why there is no such file
 */
export async function requireDeletions(path: string): Promise<void> {
  for await (const _ of readFileOf(path));
}

/**
 * Deletes again, in a restored database, whoever was deleted after its backup was made.
 *
 * @returns how many users, sites and accounts had come back
 * @throws AppError `invalid` as above
 */
export async function replayDeletions(databaseUrl: string, path: string): Promise<number> {
  let again = 0;
  for await (const batch of readFileOf(path)) again += await deleteAgain(databaseUrl, batch);
  return again;
}

async function* readFileOf(path: string): AsyncGenerator<Deletion[]> {
  const file = await open(path).catch((cause: Error) => {
    throw invalid("deletions", cause.message);
  });
  let [row, batch] = [0, [] as Deletion[]];
  for await (const line of file.readLines()) {
    row += 1;
    batch.push(readLine(line, row));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function readLine(line: string, row: number): Deletion {
  const read = lineShape.safeParse(jsonOf(line));
  if (!read.success) throw invalid("deletions", `Line ${row} is no deletion`);
  const { account_id: accountId, site_id: siteId, site_user_id: siteUserId, deleted_at: at } = read.data;
  return { accountId, siteId, siteUserId, deletedAt: new Date(at) };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
