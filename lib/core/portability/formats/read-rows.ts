import { setImmediate as breathe } from "node:timers/promises";
import { invalid } from "@/lib/kernel/errors";
import type { ImportRow } from "../import-row";
import { HEAD_BYTES, recognise, sampleOf } from "./detect-format";
import { FileBytes } from "./file-bytes";
import { fileKind } from "./file-kind";
import type { ImportFormat, ReadOptions, Sample } from "./format";
import { GENERIC, requireColumns } from "./generic";
import { FORMATS } from "./index";
import { openReader, type RowsKind } from "./open-reader";
import { readUser } from "./read-user";

/**
 * Reads the users of an import file, row after row, in constant memory. A row that cannot be read is handed out with the
 * reason and stops nothing.
 *
 * @throws AppError `invalid` before the first row, when the file is none that we read or its columns name nobody, and at
 * the end of one without users. A bundle is refused too: it has a reader of its own
 */
export async function* readRows(bytes: AsyncIterable<Uint8Array>, options: ReadOptions = {}): AsyncGenerator<ImportRow> {
  const file = new FileBytes(bytes);
  try {
    const head = await file.head(HEAD_BYTES);
    const kind = rowsKind(head);
    const sample = sampleOf(kind, head);
    const format = chooseFormat(sample, options);
    if (format === GENERIC[sample.kind]) requireColumns(sample, options);
    const reader = openReader(kind);
    const beside = reader.beside ?? sample.beside;
    let row = 0;
    for await (const step of file.read()) {
      // Others have a turn: a step may complete no row, and be work all the same.
      await breathe();
      for (const read of reader.push(step)) yield { row: ++row, ...readUser(read, format, options, beside) };
    }
    for (const read of reader.end()) yield { row: ++row, ...readUser(read, format, options, beside) };
    if (row === 0) throw invalid("file", "File has no users in it");
  } finally {
    await file.close();
  }
}

function rowsKind(head: Buffer): RowsKind {
  const file = fileKind(head);
  if (file.kind === "bundle") throw invalid("file", "File is a zip and not one of rows");
  if (file.kind === "wrong")
    throw invalid("file", `File is ${file.found}. What we read is CSV, NDJSON and JSON in UTF-8, and our own bundles`);
  return file;
}

/** The one that was asked for; else the generic one for a mapping, which no other follows; else whose rows these are. */
function chooseFormat(sample: Sample, { format: id, mapping = {} }: ReadOptions): ImportFormat {
  if (id === undefined) return Object.keys(mapping).length > 0 ? GENERIC[sample.kind] : recognise(sample);
  const format = FORMATS.find((known) => known.id === id);
  if (!format) throw invalid("format", `Format must be one of ${FORMATS.map((known) => known.id).join(", ")}`);
  return format;
}
