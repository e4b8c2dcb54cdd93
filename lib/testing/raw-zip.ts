import { crc32, deflateRawSync } from "node:zlib";

/** A file in an archive. What an honest archive would compute can be said otherwise. */
export type RawEntry = {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** 8 deflates and 0 stores; whatever else is written as it is. */
  readonly method?: number;
  readonly flags?: number;
  /** The bytes that are really there, instead of the packed content. */
  readonly packed?: Uint8Array;
  readonly compressedSize?: number;
  readonly uncompressedSize?: number;
  /** Where its local header is said to be. */
  readonly offset?: number;
  /** Unix mode and kind, as Info-ZIP writes them. */
  readonly mode?: number;
};

/** A zip archive made by hand, for what no library would write. `entryCount` is what the end of the archive says. */
export function rawZip(entries: readonly RawEntry[], { entryCount = entries.length, comment = "" } = {}): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? "");
    const method = entry.method ?? 8;
    const packed = Buffer.from(entry.packed ?? (method === 8 ? deflateRawSync(content) : content));
    const shared = Buffer.concat([
      u16(20, entry.flags ?? 0x800, method, 0, 0),
      u32(crc32(content), entry.compressedSize ?? packed.length, entry.uncompressedSize ?? content.length),
      u16(Buffer.byteLength(entry.name), 0),
    ]);
    const local = Buffer.concat([u32(0x04034b50), shared, Buffer.from(entry.name), packed]);
    const attributes = u32(((entry.mode ?? 0o100600) << 16) >>> 0, entry.offset ?? at);
    directory.push(Buffer.concat([u32(0x02014b50), u16(0x0314), shared, u16(0, 0, 0), attributes, Buffer.from(entry.name)]));
    bodies.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = [u32(0x06054b50), u16(0, 0, entryCount, entryCount), u32(central.length, at), u16(comment.length), Buffer.from(comment)];
  return Buffer.concat([...bodies, central, ...end]);
}

const u16 = (...values: number[]) => Buffer.from(new Uint8Array(Uint16Array.from(values).buffer));
const u32 = (...values: number[]) => Buffer.from(new Uint8Array(Uint32Array.from(values).buffer));
