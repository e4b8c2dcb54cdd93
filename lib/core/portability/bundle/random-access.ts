import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";

/** Bytes that can be read from anywhere: a stored file, or a buffer. */
export type RandomAccess = {
  readonly bytes: number;
  /** The bytes from one place to before another. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
};

/** Random access as yauzl wants it; `fault` is what the source itself threw, which is nothing the archive is to blame for. */
export class ArchiveSource extends RandomAccessReader {
  fault: unknown;

  constructor(private readonly source: RandomAccess) {
    super();
  }

  override _readStreamForRange(from: number, to: number): Readable {
    return Readable.from(this.watched(from, to), { objectMode: false });
  }

  private async *watched(from: number, to: number): AsyncGenerator<Uint8Array> {
    try {
      yield* this.source.read(from, to);
    } catch (error) {
      this.fault = error;
      throw error;
    }
  }
}
