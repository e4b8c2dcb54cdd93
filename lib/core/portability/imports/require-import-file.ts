import { detectFormat } from "../formats/detect-format";
import { readRows } from "../formats/read-rows";
import type { ImportOptions } from "./import-options";

/**
 * The format of a file, by its first bytes and by what was said about it.
 *
 * @throws AppError `invalid` when it is none that we read, or the options do not fit it
 */
export async function requireImportFile(head: Buffer, options: ImportOptions): Promise<string> {
  const format = detectFormat(head)?.format;
  if (format === "bundle" && options.format === undefined) return format;
  // The first row is asked for, because everything that is wrong with the file as a whole is told before it.
  for await (const _ of readRows(onlyOnce(head), options)) break;
  return options.format ?? format ?? "csv";
}

async function* onlyOnce(bytes: Uint8Array) {
  yield bytes;
}
