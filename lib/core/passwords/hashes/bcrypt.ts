import type { HashKind } from "./hash-kind";
import { inWorker } from "./in-worker";
import { sameText } from "./same-text";

const FORM = /^(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const MIN_COST = 4;
const MAX_COST = 14;

/**
 * bcrypt as a modular crypt string: `$2b$<cost>$<22 of salt><31 of hash>`; `a` and `y` are the same algorithm.
 *
 * It sees the first 72 bytes of a password and no more: a longer one is right with any end, until it is hashed again as a
 * whole. SECURITY: others stop at a NUL instead, so a password with one is never right.
 */
export const bcrypt = {
  id: "bcrypt",
  parse(kept) {
    const [, setting, cost, hash] = FORM.exec(kept) ?? [];
    if (!setting || !hash || Number(cost) < MIN_COST || Number(cost) > 31) return null;
    return {
      affordable: Number(cost) <= MAX_COST,
      async matches(password) {
        if (password.includes("\0")) return false;
        const made = await inWorker({ kind: "bcrypt", setting, password });
        // Behind the setting: some write bits into the end of the salt that do not count.
        return sameText(made.slice(setting.length), hash);
      },
    };
  },
} as const satisfies HashKind;
