import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { columnNames } from "./column-names";
import { recordProblem } from "./record-problem";
import { NOT_UTF8, type RecordReader, type SourceRecord, type SourceRow } from "./record-reader";
import { ROW_TOO_LARGE, RowBytes } from "./row-bytes";

const QUOTE = 0x22;
const CR = 0x0d;

/** How a table is written. `\r\n` counts as `\n`. */
export type CsvStyle = { readonly delimiter: string; readonly lineEnd: "\n" | "\r" };

/** Where in a row a byte is: at the first one of a field, further on, between quotes, or right behind a closing quote. */
type Place = "start" | "field" | "quoted" | "closed";

/**
 * Reads the rows of a CSV file below its header, with quotes as in RFC 4180. A line without any value is no row.
 *
 * It finds where rows end, so that one of a gigabyte is refused before it fills the memory, and a batch of whole rows is
 * for csv-parse. A quote in the middle of a field is text.
 */
export class CsvReader implements RecordReader {
  columns: readonly string[] = [];
  readonly #delimiter: string;
  readonly #lineEnd: number;
  readonly #row = new RowBytes();
  #place: Place = "start";

  constructor({ delimiter, lineEnd }: CsvStyle) {
    this.#delimiter = delimiter;
    this.#lineEnd = lineEnd.charCodeAt(0);
  }

  push(chunk: Buffer): SourceRow[] {
    const rows: (Buffer | null)[] = [];
    const delimiter = this.#delimiter.charCodeAt(0);
    const lineEnd = this.#lineEnd;
    let place = this.#place;
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (place === "quoted") {
        if (byte === QUOTE) place = "closed";
      } else if (byte === QUOTE) {
        if (place !== "field") place = "quoted";
      } else if (byte === lineEnd) {
        this.#row.add(chunk.subarray(start, at));
        const row = this.#row.take();
        // A file of line ends only would keep csv-parse busy for hours.
        if (!row || !isLineEnd(row)) rows.push(row);
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
    const parsed = this.#parse(found.filter(isReadable)).values();
    const rows: SourceRow[] = [];
    for (const row of found) {
      if (!isReadable(row)) {
        rows.push({ problem: row ? NOT_UTF8 : ROW_TOO_LARGE });
        continue;
      }
      const fields = parsed.next().value ?? [];
      if (fields.every((field) => field === "")) continue;
      if (this.columns.length === 0) this.columns = columnNames(fields);
      else rows.push(this.#toRow(fields, row));
    }
    return rows;
  }

  #parse(rows: Buffer[]): string[][] {
    const lineEnd = Buffer.from([this.#lineEnd]);
    const lines = Buffer.concat(rows.flatMap((row) => [row.at(-1) === CR ? row.subarray(0, -1) : row, lineEnd]));
    // A row ends for both at the same byte: another one inside would give its values to the rows below.
    return parse(lines, { delimiter: this.#delimiter, record_delimiter: lineEnd, relax_quotes: true, relax_column_count: true });
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

function isLineEnd(row: Buffer): boolean {
  return row.length === 0 || (row.length === 1 && row[0] === CR);
}

function isReadable(row: Buffer | null): row is Buffer {
  return row !== null && isUtf8(row);
}

function columnCount(count: number): string {
  return count === 1 ? "1 column" : `${count} columns`;
}
