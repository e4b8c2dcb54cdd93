import { CsvReader } from "./csv-reader";
import type { FileKind } from "./file-kind";
import { JsonReader } from "./json-reader";
import { NdjsonReader } from "./ndjson-reader";
import type { RecordReader } from "./record-reader";

/** A kind of file that consists of rows. */
export type RowsKind = Extract<FileKind, { kind: "csv" | "ndjson" | "json" }>;

/** The reader for a kind of file. */
export function openReader(file: RowsKind): RecordReader {
  if (file.kind === "csv") return new CsvReader(file);
  return file.kind === "ndjson" ? new NdjsonReader() : new JsonReader();
}
