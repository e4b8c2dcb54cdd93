import { readJsonRow } from "./read-json-row";
import type { RecordReader, SourceRow } from "./record-reader";
import { isBlank, RowBytes } from "./row-bytes";

const [LF, SPACE, QUOTE, COMMA, BACKSLASH] = [0x0a, 0x20, 0x22, 0x2c, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What may stand beside the users and says something about them. */
const BESIDE = /^\s*"(realm|hash_config)"\s*:/;
const USERS = /^\s*"users"\s*:\s*$/;

/**
 * Reads the objects of a JSON list, or those of the list named `users` in a JSON object, whatever else stands beside it.
 *
 * It only finds where a row ends, by brackets and quotes; the row itself is for `JSON.parse`. So a row with an error costs
 * nothing but itself, where a parser of the whole file would have to stop. A line break inside a string, which JSON
 * forbids, ends the string, and its brackets count after all: a quote that is missing does not turn the rest of the file inside
 * out.
 */
export class JsonReader implements RecordReader {
  readonly beside = new Map<string, unknown>();
  readonly #piece = new RowBytes();
  #depth = 0;
  /** How deep the commas are that separate what is collected: 1 beside the users, or where the users are. */
  #level = 1;
  #inRows = false;
  /** Beside the users: this member's value is open, so what is collected is no bare name any more. */
  #hasValue = false;
  #inString = false;
  #escaped = false;
  /** The brackets opened in this string, less those closed. */
  #depthInString = 0;
  #lastInString = 0;
  #ended = false;

  push(chunk: Buffer): SourceRow[] {
    const rows: SourceRow[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length && !this.#ended; at++) {
      const byte = chunk[at];
      if (this.#inString) {
        if (byte === LF && this.#breakString()) start = this.#cut(chunk, start, at, rows);
        else this.#insideString(byte);
      } else if (byte === QUOTE) this.#openString();
      else if (byte === COMMA && this.#depth === this.#level) start = this.#cut(chunk, start, at, rows);
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        this.#depth += 1;
        start = this.#open(chunk, start, at, byte);
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        this.#depth -= 1;
        if (this.#depth < this.#level) start = this.#close(chunk, start, at, rows);
      }
    }
    this.#piece.add(chunk.subarray(start));
    return rows;
  }

  end(): SourceRow[] {
    const rest = this.#piece.take();
    if (this.#ended) return rest && isBlank(rest) ? [] : [{ problem: "What follows the end of the list cannot be read" }];
    return this.#inRows ? [{ problem: "File ends in the middle of this row" }] : [];
  }

  #openString(): void {
    this.#inString = true;
    this.#escaped = false;
    this.#depthInString = 0;
  }

  #insideString(byte = 0): void {
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depthInString += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depthInString -= 1;
    if (byte === QUOTE && !this.#escaped) this.#inString = false;
    this.#escaped = byte === BACKSLASH && !this.#escaped;
    if (byte > SPACE) this.#lastInString = byte;
  }

  /** Ends a string at the end of a line. True if that is the end of a row as well. */
  #breakString(): boolean {
    this.#inString = false;
    this.#depth = Math.max(this.#level, this.#depth + this.#depthInString);
    return this.#lastInString === COMMA && this.#depth === this.#level;
  }

  /** Begins to collect behind the file's own bracket, and again behind that of the users. */
  #open(chunk: Buffer, start: number, at: number, byte: number): number {
    if (this.#depth === 1) {
      this.#inRows = byte === OPEN_LIST;
      this.#piece.take();
      return at + 1;
    }
    // SECURITY: looked at once for each member, or a member of nothing but brackets would be copied for each of them.
    if (this.#depth > 2 || this.#inRows || this.#hasValue) return start;
    this.#hasValue = true;
    if (byte !== OPEN_LIST) return start;
    this.#piece.add(chunk.subarray(start, at));
    const name = this.#piece.take();
    this.#inRows = name !== null && USERS.test(name.toString());
    if (this.#inRows) this.#level = 2;
    else if (name) this.#piece.add(name);
    return this.#inRows ? at + 1 : at;
  }

  /** Ends the list that is read, or the file's own bracket. */
  #close(chunk: Buffer, start: number, at: number, rows: SourceRow[]): number {
    const next = this.#cut(chunk, start, at, rows);
    this.#inRows = false;
    this.#level = 1;
    this.#ended = this.#depth <= 0;
    return next;
  }

  #cut(chunk: Buffer, start: number, at: number, rows: SourceRow[]): number {
    this.#piece.add(chunk.subarray(start, at));
    const piece = this.#piece.take();
    this.#hasValue = false;
    if (!this.#inRows) this.#note(piece);
    else if (!piece || !isBlank(piece)) rows.push(readJsonRow(piece));
    return at + 1;
  }

  #note(member: Buffer | null): void {
    const text = member?.toString() ?? "";
    const name = BESIDE.exec(text)?.[1];
    const row = name === undefined ? null : readJsonRow(Buffer.from(`{${text}}`));
    if (name !== undefined && row && "record" in row) this.beside.set(name, row.record[name]);
  }
}
