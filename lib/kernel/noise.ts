import { randomBytes } from "node:crypto";

const POOL_BYTES = 4_096;

let pool = Buffer.alloc(0);
let drawn = 0;

/**
 * Random bytes for what has to be unlike everything else and is no secret: nonces, ids. No byte is ever given out twice.
 *
 * They are fetched for many at once: a call costs 3 µs, however few it fetches. SECURITY: secrets ask the system themselves; what
 * was fetched ahead lies in memory.
 */
export function noise(bytes: number): Buffer {
  if (drawn + bytes > pool.length) {
    pool = randomBytes(Math.max(POOL_BYTES, bytes));
    drawn = 0;
  }
  drawn += bytes;
  return pool.subarray(drawn - bytes, drawn);
}
