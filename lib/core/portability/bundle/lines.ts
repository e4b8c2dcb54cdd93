import { invalid } from "@/lib/kernel/errors";

const END = 0x0a;

/**
 * Bytes cut into lines, without their ends. Only the line that is being read is in memory.
 *
 * @throws AppError `invalid` when a line is longer than `maxBytes`
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < buffer.length; ) {
      const end = buffer.indexOf(END, at);
      const rest = buffer.subarray(at, end < 0 ? buffer.length : end);
      length += rest.length;
      if (length > maxBytes) throw tooLong();
      begun.push(rest);
      if (end < 0) break;
      yield begun.length === 1 ? rest : Buffer.concat(begun);
      [begun, length] = [[], 0];
      at = end + 1;
    }
  }
  if (length > 0) yield Buffer.concat(begun);
}

/**
 * Counts lines without cutting them: a file of nothing but line ends has as many as bytes, and passing each of them on would
 * take hours.
 *
 * @throws AppError `invalid` when a line is longer than `maxBytes`
 */
export function lineCounter(maxBytes: number): { add(chunk: Uint8Array): void; lines(): number } {
  let [ends, begun] = [0, 0];
  return {
    add(chunk) {
      let at = 0;
      for (let end = chunk.indexOf(END); end >= 0; end = chunk.indexOf(END, at)) {
        if (begun + end - at > maxBytes) throw tooLong();
        ends += 1;
        begun = 0;
        at = end + 1;
      }
      begun += chunk.length - at;
      if (begun > maxBytes) throw tooLong();
    },
    lines: () => (begun > 0 ? ends + 1 : ends),
  };
}

const tooLong = () => invalid("file", "File has a line that is too long");
