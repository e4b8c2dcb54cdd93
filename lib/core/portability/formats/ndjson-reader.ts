import { readJsonRow } from "./read-json-row";
import type { RecordReader, SourceRow } from "./record-reader";
import { isBlank, RowBytes } from "./row-bytes";

const LF = 0x0a;

/** Reads one JSON object from each line. A line that is broken costs nothing but itself; a blank one is no row. */
export class NdjsonReader implements RecordReader {
  readonly #line = new RowBytes();

  push(chunk: Buffer): SourceRow[] {
    const rows: SourceRow[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      this.#line.add(chunk.subarray(start, end));
      rows.push(...this.end());
      start = end + 1;
    }
    this.#line.add(chunk.subarray(start));
    return rows;
  }

  end(): SourceRow[] {
    const line = this.#line.take();
    return line && isBlank(line) ? [] : [readJsonRow(line)];
  }
}
