import type { Connection, Submittable } from "pg";

/** What is handed on at once, and how many such blocks wait for a slow reader before PostgreSQL waits as well. */
const BLOCK_BYTES = 256 * 1024;
const BLOCKS_WAITING = 4;

/** What one `COPY … TO STDOUT` sends, unchanged, in blocks of whole rows. */
export class CopyOut implements Submittable {
  /** How many rows have been sent. */
  rows = 0;
  readonly #text: string;
  #connection: Connection | undefined;
  #blocks: Buffer[] = [];
  #parts: Buffer[] = [];
  #bytes = 0;
  #isOver = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws whatever PostgreSQL has against the statement */
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
    this.rows += 1;
    this.#parts.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes >= BLOCK_BYTES) this.#finishBlock();
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
    if (this.#bytes === 0) return;
    this.#blocks.push(Buffer.concat(this.#parts));
    this.#parts = [];
    this.#bytes = 0;
    if (this.#blocks.length >= BLOCKS_WAITING) this.#connection?.stream.pause();
    this.#wake();
  }
}
