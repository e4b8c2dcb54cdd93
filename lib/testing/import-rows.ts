import type { ReadOptions } from "@/lib/core/portability/formats/format";
import { readRows } from "@/lib/core/portability/formats/read-rows";
import type { ImportRow } from "@/lib/core/portability/import-row";

/** All rows of an import file, which arrives in pieces of that many bytes. */
export async function importRows(file: string | Uint8Array, options: ReadOptions = {}, pieceBytes = 65_536): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  for await (const row of readRows(inPieces(Buffer.from(file), pieceBytes), options)) rows.push(row);
  return rows;
}

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
