import { crc32, deflateSync } from "node:zlib";

/** A PNG of one colour with four channels, made by hand: as it claims to be, however large. */
export function makePng(width = 300, height = 100, { extra = [] as Buffer[], pixels = true } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = pixels ? Buffer.alloc((width * 4 + 1) * height, 0x7f) : Buffer.alloc(0);
  for (let row = 0; pixels && row < height; row++) rows[row * (width * 4 + 1)] = 0;
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), ...extra, chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A part of a PNG. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
