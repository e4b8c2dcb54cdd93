import { CopyBlocks } from "../copy-blocks";

/** What is handed on at once, and how many such blocks wait for a slow reader. */
const BLOCK_BYTES = 256 * 1024;
const BLOCKS_WAITING = 4;

/** What one `COPY … TO STDOUT` sends, unchanged. */
export class CopyOut extends CopyBlocks {
  /** How many rows have been sent. */
  rows = 0;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(text: string) {
    super(text, BLOCKS_WAITING);
  }

  override handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.rows += 1;
    this.#parts.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes >= BLOCK_BYTES) this.finishBlock();
  }

  protected override finishBlock(): void {
    if (this.#bytes === 0) return;
    const block = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    this.handOn(block);
  }
}
