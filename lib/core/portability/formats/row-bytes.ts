/** The most a row may take, in bytes. A user with all metadata is a few kilobytes. */
export const ROW_LIMIT = 1024 * 1024;

export const ROW_TOO_LARGE = "Row is larger than 1 MiB";

/**
 * Collects the bytes of one row from one chunk after another.
 *
 * SECURITY: what is beyond the limit is counted and dropped, so a row of a gigabyte costs no memory.
 */
export class RowBytes {
  #parts: Buffer[] = [];
  #length = 0;

  add(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > ROW_LIMIT) this.#parts = [];
    else if (bytes.length > 0) this.#parts.push(bytes);
  }

  /** The row, or null if it is too large; the next one begins. */
  take(): Buffer | null {
    const parts = this.#parts;
    const tooLarge = this.#length > ROW_LIMIT;
    this.#parts = [];
    this.#length = 0;
    if (tooLarge) return null;
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }
}

/** True for what JSON calls white space, and for nothing at all. */
export function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
}
