import { parsePasswordHash } from "./parse-password-hash";

/** What to keep of a hash that somebody brings along, or why it cannot be: words that go on from "Password hash". */
export type HashReading = { readonly kept: string } | { readonly refused: string };

/** The refusal of what no kind of hash looks like. */
export const UNKNOWN_HASH: HashReading = { refused: "is not of a kind we know" };

/**
 * Accepts a hash in its kept form, if a sign-in could be compared with it.
 *
 * SECURITY: one that asks for seconds or gigabytes is refused here, before anybody can sign in with it. Weak parameters are
 * welcome: the next sign-in replaces them.
 */
export function acceptPasswordHash(kept: string): HashReading {
  const hash = parsePasswordHash(kept);
  if (!hash) return UNKNOWN_HASH;
  return hash.affordable ? { kept } : { refused: "asks for more work than we allow" };
}
