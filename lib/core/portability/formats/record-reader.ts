/** One row as the file names it. Read with `Object.hasOwn`: a file may name a field `constructor`. */
export type SourceRecord = Record<string, unknown>;

/** One row: what it says, or the sentence that tells why it cannot be read. */
export type SourceRow = { record: SourceRecord } | { problem: string };

/** Turns bytes into rows as they come, and keeps no more of them than one row. */
export interface RecordReader {
  /** The rows that these bytes complete. */
  push(chunk: Buffer): SourceRow[];
  /** The rows that the end of the file completes. */
  end(): SourceRow[];
  /** The columns of the header, for a file that has one. */
  readonly columns?: readonly string[];
  /** What stands beside the list of users in the file, by its name. */
  readonly beside?: ReadonlyMap<string, unknown>;
}

export const NOT_UTF8 = "Row is not UTF-8 text; save the file as UTF-8";
