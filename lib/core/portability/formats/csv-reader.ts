import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { columnNames } from "./column-names";
import { recordProblem } from "./record-problem";
import { NOT_UTF8, type RecordReader, type SourceRecord, type SourceRow } from "./record-reader";
import { ROW_TOO_LARGE, RowBytes } from "./row-bytes";

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22];
const LINE_END = Buffer.from("\n");

/** Where in a row a byte is: at the first one of a field, further on, between quotes, or right behind a closing quote. */
type Place = "start" | "field" | "quoted" | "closed";

/**
 * Reads the rows of a CSV file below its header, with quotes as in RFC 4180; blank lines are no rows.
 *
 * It finds where rows end, so that one of a gigabyte is refused before it fills the memory, and a batch of whole rows is
 * for csv-parse. A quote in the middle of a field is text.
 */
export class CsvReader implements RecordReader {
  columns: readonly string[] = [];
  readonly #delimiter: string;
  readonly #row = new RowBytes();
  #place: Place = "start";

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  push(chunk: Buffer): SourceRow[] {
    const rows: (Buffer | null)[] = [];
    const delimiter = this.#delimiter.charCodeAt(0);
    let place = this.#place;
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (place === "quoted") {
        if (byte === QUOTE) place = "closed";
      } else if (byte === QUOTE) {
        if (place !== "field") place = "quoted";
      } else if (byte === LF || byte === CR) {
        this.#row.add(chunk.subarray(start, at));
        rows.push(this.#row.take());
        place = "start";
        start = at + 1;
      } else {
        place = byte === delimiter ? "start" : "field";
      }
    }
    this.#place = place;
    this.#row.add(chunk.subarray(start));
    return this.#read(rows);
  }

  end(): SourceRow[] {
    const last = this.#row.take();
    if (this.#place !== "quoted") return this.#read([last]);
    return [{ problem: "A quote is opened in this row and never closed: what follows it cannot be read" }];
  }

  #read(found: (Buffer | null)[]): SourceRow[] {
    const rows = found.filter((row) => row === null || row.length > 0).map((row) => row && (isUtf8(row) ? row : NOT_UTF8));
    const fields = this.#parse(rows.filter(Buffer.isBuffer)).values();
    const read: SourceRow[] = [];
    for (const row of rows) {
      if (!Buffer.isBuffer(row)) read.push({ problem: row ?? ROW_TOO_LARGE });
      else if (this.columns.length > 0) read.push(this.#toRow(fields.next().value ?? [], row));
      else this.columns = columnNames(fields.next().value ?? []);
    }
    return read;
  }

  #parse(rows: Buffer[]): string[][] {
    const lines = Buffer.concat(rows.flatMap((row) => [row, LINE_END]));
    return parse(lines, { delimiter: this.#delimiter, record_delimiter: "\n", relax_quotes: true, relax_column_count: true });
  }

  #toRow(fields: string[], row: Buffer): SourceRow {
    if (fields.length !== this.columns.length) return { problem: this.#wrongCount(fields.length, row) };
    const record: SourceRecord = Object.create(null);
    for (const [index, column] of this.columns.entries()) record[column] = fields[index];
    const problem = recordProblem(record);
    return problem ? { problem } : { record };
  }

  #wrongCount(count: number, row: Buffer): string {
    const lines = row.toString().split("\n").length;
    const joined = lines > 1 ? `; its quotes join ${lines} lines` : "";
    return `Row has ${columnCount(count)} where the header has ${columnCount(this.columns.length)}${joined}`;
  }
}

function columnCount(count: number): string {
  return count === 1 ? "1 column" : `${count} columns`;
}
