import { CopyBlocks } from "./copy-blocks";
import { MOST_TIMES_LONGER, writeCsvLine } from "./csv-line";

/** What is handed on at once, and how many such blocks wait for a slow reader. */
const BLOCK_BYTES = 64 * 1024;
const BLOCKS_WAITING = 2;

/**
 * The lines of one `COPY … TO STDOUT (FORMAT csv)` as `writeCsvLine` has them. Each row is a message of its own, so a line end inside
 * a text is left alone.
 */
export class CopyLines extends CopyBlocks {
  readonly #times: readonly boolean[];
  #block = Buffer.alloc(0);
  #used = 0;

  /** @param times for each column, whether it is a time */
  constructor(text: string, times: readonly boolean[]) {
    super(text, BLOCKS_WAITING);
    this.#times = times;
  }

  override handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const bytes = chunk.length * MOST_TIMES_LONGER;
    if (this.#used + bytes > this.#block.length) {
      this.finishBlock();
      this.#block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, bytes));
    }
    this.#used = writeCsvLine(chunk, this.#block, this.#used, this.#times);
  }

  protected override finishBlock(): void {
    if (this.#used === 0) return;
    const block = this.#block.subarray(0, this.#used);
    this.#used = 0;
    this.handOn(block);
  }
}
