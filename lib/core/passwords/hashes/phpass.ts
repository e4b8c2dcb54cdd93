import type { HashKind } from "./hash-kind";
import { inWorker } from "./in-worker";
import { sameText } from "./same-text";

const DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const FORM = /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/;
/** About half a second of one core. WordPress asks for 2^13 rounds, phpBB for 2^11. */
const MAX_LOG_ROUNDS = 18;

/** The portable hashes of phpass, as WordPress (`$P$`) and phpBB (`$H$`) keep them: rounds of salted MD5. */
export const phpass = {
  id: "phpass",
  parse(kept) {
    const [, digit, salt, hash] = FORM.exec(kept) ?? [];
    if (!digit || !salt || !hash) return null;
    const logRounds = DIGITS.indexOf(digit);
    if (logRounds < 7 || logRounds > 30) return null;
    return {
      affordable: logRounds <= MAX_LOG_ROUNDS,
      matches: async (password) => sameText(await inWorker({ kind: "phpass", rounds: 2 ** logRounds, salt, password }), hash),
    };
  },
} as const satisfies HashKind;
