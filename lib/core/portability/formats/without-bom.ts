const BOM = Buffer.from("\ufeff");

/** The bytes of a text without the byte order mark that some editors put in front of it. */
export function withoutBom(bytes: Buffer): Buffer {
  return bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes;
}
