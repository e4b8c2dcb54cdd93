import { noise } from "./noise";

/**
 * A new id: a random integer from 1 to 2^53 - 1.
 *
 * Ids are integers because the public API promises integers. They are random so that nobody reads the size or growth of
 * another customer's business out of the gaps between their own ids; order comes from created_at. They are no secrets.
 * With a hundred million rows in one table the chance of one collision is about one in two, and a collision is a refused
 * insert, not a mix-up.
 */
export function newId(): bigint {
  const value = noise(8).readBigUInt64BE() >> 11n;
  return value === 0n ? 1n : value;
}

/** The largest id: the largest integer that JSON carries exactly everywhere. */
export const MAX_ID = 2n ** 53n - 1n;
