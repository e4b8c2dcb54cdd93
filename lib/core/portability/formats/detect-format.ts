import { fileKind } from "./file-kind";
import type { Sample } from "./format";
import { GENERIC } from "./generic";
import { FORMATS, type FormatId } from "./index";
import { openReader, type RowsKind } from "./open-reader";
import { withoutBom } from "./without-bom";

/** What can be told of a file before it is read. */
export type DetectedFile = {
  readonly format: FormatId;
  /** What a mapping may name: the columns of the header, or the names in the first rows. */
  readonly columns: readonly string[];
};

/** How many bytes of a file are enough to tell whose it is. */
export const HEAD_BYTES = 256 * 1024;

/** Tells whose export a file is by its first bytes, `HEAD_BYTES` of them or the whole file. Null when it is none that we read. */
export function detectFormat(head: Uint8Array): DetectedFile | null {
  const bytes = withoutBom(Buffer.from(head.buffer, head.byteOffset, head.byteLength));
  const file = fileKind(bytes);
  if (file.kind === "wrong") return null;
  if (file.kind === "bundle") return { format: "bundle", columns: [] };
  const sample = sampleOf(file, bytes);
  return { format: recognise(sample).id, columns: [...sample.names] };
}

/** The first rows of a file. */
export function sampleOf(file: RowsKind, head: Buffer): Sample {
  const reader = openReader(file);
  const rows = [...reader.push(head), ...reader.end()];
  const records = rows.flatMap((row) => ("record" in row ? [row.record] : [])).slice(0, 100);
  const names = new Set([...(reader.columns ?? []), ...records.flatMap(Object.keys)]);
  return { kind: file.kind, records, names, beside: reader.beside ?? new Map() };
}

/** The first format of the list that knows these rows as its own. */
export function recognise(sample: Sample): (typeof FORMATS)[number] {
  return FORMATS.find((format) => format.recognises(sample)) ?? GENERIC[sample.kind];
}
