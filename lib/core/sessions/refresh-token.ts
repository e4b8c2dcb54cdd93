import { randomBytes } from "node:crypto";
import { refreshMacs, sameBytes, sha256 } from "@/lib/kernel/secrets";

/**
 * A refresh token: `rft_`, then in base64url the session's id (8 bytes), how often it was renewed (4), what is random about
 * the session's tokens (16), and the MAC of all that (32).
 *
 * So the successor of a token is computed, not stored: whoever asks twice is given the same one. And an old one is known for
 * what it is without a list of old ones. The database keeps the SHA-256 of the newest.
 */
export type RefreshToken = {
  readonly text: string;
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly sessionId: bigint;
  readonly generation: number;
  readonly salt: Uint8Array;
};

const PREFIX = "rft_";
const BODY_BYTES = 28;
const SHAPE = /^rft_[A-Za-z0-9_-]{80}$/;

/** The first refresh token of a session. */
export function firstRefreshToken(sessionId: bigint): RefreshToken {
  const [first] = made({ sessionId, generation: 0, salt: randomBytes(16) });
  if (!first) throw new Error("SIGNIN_KEYS is empty");
  return first;
}

/** The next token of the same session, by each key of the ring: the first is the one to give out. */
export function successorsOf({ sessionId, generation, salt }: RefreshToken): RefreshToken[] {
  return made({ sessionId, generation: generation + 1, salt });
}

/**
 * What a text says when it is a refresh token that we made, whether or not it is still good. Null: it is none.
 *
 * SECURITY: the MAC is looked at before anything in it is believed, so a made-up token reaches no session, and cannot end one.
 */
export function readRefreshToken(text: string): RefreshToken | null {
  if (!SHAPE.test(text)) return null;
  const bytes = Buffer.from(text.slice(PREFIX.length), "base64url");
  const body = bytes.subarray(0, BODY_BYTES);
  if (!refreshMacs(body).some((mac) => sameBytes(mac, bytes.subarray(BODY_BYTES)))) return null;
  return { text, hash: sha256(text), sessionId: body.readBigUInt64BE(0), generation: body.readUInt32BE(8), salt: body.subarray(12) };
}

function made(token: Pick<RefreshToken, "sessionId" | "generation" | "salt">): RefreshToken[] {
  const body = Buffer.alloc(BODY_BYTES);
  body.writeBigUInt64BE(token.sessionId, 0);
  body.writeUInt32BE(token.generation, 8);
  body.set(token.salt, 12);
  return refreshMacs(body).map((mac) => {
    const text = PREFIX + Buffer.concat([body, mac]).toString("base64url");
    return { ...token, text, hash: sha256(text) };
  });
}
