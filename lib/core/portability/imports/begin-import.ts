import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import { newId } from "@/lib/kernel/ids";
import { recordEvent } from "../../audit/record-event";
import { deleteFile } from "../files/delete-file";
import { writeFile } from "../files/write-file";
import { HEAD_BYTES } from "../formats/detect-format";
import { type Import, importColumns } from "./import";
import { type ImportOptions, sealOptions } from "./import-options";
import { queueWork } from "./queue-work";
import { requireImportFile } from "./require-import-file";

/** The largest file that is taken. */
export const MAX_IMPORT_BYTES = 2 * 1024 ** 3;

export type NewImport = {
  readonly dryRun: boolean;
  readonly fileName: string | null;
  /** The operator's address; null for a program. */
  readonly createdBy: string | null;
  readonly options: ImportOptions;
  /** Whoever asks works on it themselves, and no worker has to. */
  readonly byCaller?: boolean;
};

/**
 * Stores a file of users as it comes, and has it imported in the background. The beginning is looked at first: a file that is
 * none we read is refused before the rest has arrived.
 *
 * @throws AppError `invalid` with what was found instead, or what the options say wrong; `too_large`
 */
export async function beginImport(site: SiteContext, source: AsyncIterable<Uint8Array>, asked: NewImport): Promise<Import> {
  const { head, whole } = await begun(source);
  const format = await requireImportFile(head, asked.options);
  const { fileId, bytes } = await writeFile(site, whole, { maxBytes: MAX_IMPORT_BYTES });
  try {
    return await site.db.$transaction((db) => queueImport(db, { ...asked, fileId, bytes, format }));
  } catch (error) {
    await deleteFile(site, fileId);
    throw error;
  }
}

type StoredImport = NewImport & { readonly fileId: bigint; readonly bytes: number; readonly format: string };

/** Adds an import of a stored file, to be worked on. It is one step of the transaction of the given handle. */
export async function queueImport(
  db: TenantDb,
  { fileId, bytes, format, dryRun, fileName, createdBy, options, byCaller }: StoredImport,
): Promise<Import> {
  const id = newId();
  const data = { id, dryRun, format, fileId, fileName, createdBy, bytes: BigInt(bytes), optionsSealed: sealOptions(options, id) };
  const row = await db.import.create({ data, select: importColumns });
  if (!byCaller) await queueWork(db, id);
  await recordEvent(db, { type: "import.begun", data: { import_id: String(id), dry_run: dryRun, format } });
  return row;
}

/** The first bytes of a source, and all of it, those included. */
async function begun(source: AsyncIterable<Uint8Array>): Promise<{ head: Buffer; whole: AsyncGenerator<Uint8Array> }> {
  const chunks = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const { done, value } = await chunks.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  async function* whole() {
    yield* first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { head: Buffer.concat(first), whole: whole() };
}
