import { verify } from "@node-rs/argon2";
import { fromBase64 } from "./base64";
import { type HashKind, MAX_MEMORY, MIN_HASH_BYTES } from "./hash-kind";

const FORM = /^\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$([^$]{11,86})\$([^$]{1,86})$/;
const MAX_PASSES = 16;
const MAX_LANES = 16;

/** Argon2 as a PHC string: `$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>`, also `i` and `d`. RFC 9106. */
export const argon2 = {
  id: "argon2",
  parse(kept) {
    const parts = FORM.exec(kept);
    if (!parts) return null;
    const [memory = 0, passes = 0, lanes = 0] = parts.slice(1, 4).map(Number);
    const [salt, hash] = parts.slice(4).map(fromBase64);
    if (!salt || !hash || hash.length < MIN_HASH_BYTES || memory < 8 * lanes) return null;
    return {
      affordable: memory * 1024 <= MAX_MEMORY && passes <= MAX_PASSES && lanes <= MAX_LANES,
      matches: (password) => verify(kept, password),
    };
  },
} as const satisfies HashKind;
