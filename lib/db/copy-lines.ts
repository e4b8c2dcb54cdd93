import type { Connection, Submittable } from "pg";
import { MOST_TIMES_LONGER, writeCsvLine } from "./csv-line";

/** What is handed on at once. */
const BLOCK_BYTES = 64 * 1024;

/** So many blocks wait for a slow reader; then no more is read from PostgreSQL, and it waits as well. */
const BLOCKS_WAITING = 2;

/**
 * The lines of one `COPY … TO STDOUT (FORMAT csv)` as `writeCsvLine` has them, in blocks of whole lines. PostgreSQL sends each row
 * as a message of its own, so a line end inside a text is left alone.
 *
 * Whoever stops reading before the end has to close the connection: it is in the middle of the COPY.
 */
export class CopyLines implements Submittable {
  readonly #text: string;
  readonly #times: readonly boolean[];
  #connection: Connection | undefined;
  #blocks: Buffer[] = [];
  #block = Buffer.alloc(0);
  #used = 0;
  #isOver = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  /** @param times for each column, whether it is a time */
  constructor(text: string, times: readonly boolean[]) {
    this.#text = text;
    this.#times = times;
  }

  /** @throws whatever PostgreSQL has against the statement, before any line that came with it */
  async *blocks(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      const block = this.#blocks.shift();
      if (block) {
        if (this.#blocks.length < BLOCKS_WAITING) this.#connection?.stream.resume();
        yield block;
      } else if (this.#isOver) return;
      else
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
    }
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#text);
  }

  /** Takes a copy: the next message may overwrite this one. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const bytes = chunk.length * MOST_TIMES_LONGER;
    if (this.#used + bytes > this.#block.length) {
      this.#finishBlock();
      this.#block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, bytes));
    }
    this.#used = writeCsvLine(chunk, this.#block, this.#used, this.#times);
  }

  handleCommandComplete(): void {
    this.#finishBlock();
  }

  handleReadyForQuery(): void {
    this.#isOver = true;
    this.#wake();
  }

  handleError(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  #finishBlock(): void {
    if (this.#used === 0) return;
    this.#blocks.push(this.#block.subarray(0, this.#used));
    this.#used = 0;
    if (this.#blocks.length >= BLOCKS_WAITING) this.#connection?.stream.pause();
    this.#wake();
  }
}
