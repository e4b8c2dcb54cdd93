import type { Connection, Submittable } from "pg";

/**
 * What one `COPY … TO STDOUT` sends, in blocks of whole rows; a kind of it says what becomes of a row. PostgreSQL sends each row as
 * a message of its own.
 *
 * Whoever stops reading before the end has to close the connection: it is in the middle of the COPY.
 */
export abstract class CopyBlocks implements Submittable {
  readonly #text: string;
  readonly #waiting: number;
  #connection: Connection | undefined;
  #blocks: Buffer[] = [];
  #isOver = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  /** @param waiting so many blocks wait for a slow reader; then no more is read from PostgreSQL, and it waits as well */
  constructor(text: string, waiting: number) {
    this.#text = text;
    this.#waiting = waiting;
  }

  /** Takes a copy of a row: the next message may overwrite this one. */
  abstract handleCopyData(row: { readonly chunk: Buffer }): void;

  /** The rows since the last block, once no more come. */
  protected abstract finishBlock(): void;

  /** @throws whatever PostgreSQL has against the statement, before any row that came with it */
  async *blocks(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      const block = this.#blocks.shift();
      if (block) {
        if (this.#blocks.length < this.#waiting) this.#connection?.stream.resume();
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

  handleCommandComplete(): void {
    this.finishBlock();
  }

  handleReadyForQuery(): void {
    this.#isOver = true;
    this.#wake();
  }

  handleError(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  protected handOn(block: Buffer): void {
    this.#blocks.push(block);
    if (this.#blocks.length >= this.#waiting) this.#connection?.stream.pause();
    this.#wake();
  }
}
