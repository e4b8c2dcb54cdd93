import { withoutBom } from "./without-bom";

/** What is handed out at a time, whatever size the bytes come in: its rows are read at one stretch, and others wait for that. */
const STEP_BYTES = 16 * 1024;

/** The bytes of a file, which are looked at before they are read. Whoever opens it closes it, read to its end or not. */
export class FileBytes {
  readonly #source: AsyncIterator<Uint8Array>;
  #head: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#source = bytes[Symbol.asyncIterator]();
  }

  /** The first bytes, at least so many or all. They are still to be read. */
  async head(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      const { done, value } = await this.#source.next();
      if (done) break;
      parts.push(asBuffer(value));
      missing -= value.length;
    }
    this.#head = withoutBom(Buffer.concat(parts));
    return this.#head;
  }

  /** All bytes, in small steps. */
  async *read(): AsyncGenerator<Buffer> {
    yield* inSteps(this.#head);
    for (let next = await this.#source.next(); !next.done; next = await this.#source.next()) yield* inSteps(asBuffer(next.value));
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function* inSteps(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += STEP_BYTES) yield bytes.subarray(at, at + STEP_BYTES);
}
