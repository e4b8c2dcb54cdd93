import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { env, type KeyRing } from "./env";
import { noise } from "./noise";

/** How the secrets that we hand out begin. The prefix says at a glance what leaked, and what no log line may hold. */
export const TOKEN_PREFIXES = [
  "gma_",
  "tkn_",
  "pst_",
  "rst_",
  "vfy_",
  "own_",
  "opl_",
  "flw_",
  "fek_",
  "dev_",
  "lnk_",
  "ars_",
  "arb_",
  "chg_",
  "sfs_",
  "trb_",
] as const;

export type TokenPrefix = (typeof TOKEN_PREFIXES)[number];

/**
 * A new secret: the prefix, then 32 random bytes and their CRC-32 in base64url (48 characters).
 *
 * The checksum lets a scanner tell a leaked secret from noise, and us refuse a mistyped one without asking the database.
 */
export function newToken(prefix: TokenPrefix): string {
  const random = randomBytes(32);
  return prefix + Buffer.concat([random, checksum(random)]).toString("base64url");
}

/**
 * What the database keeps of a secret: its SHA-256, or null when the text cannot be one of ours.
 *
 * SECURITY: exact prefix, length, alphabet and checksum are looked at first, so truncated, padded, re-encoded and
 * case-flipped variants never reach a lookup.
 */
export function hashToken(prefix: TokenPrefix, token: string): Uint8Array<ArrayBuffer> | null {
  if (token.length !== prefix.length + 48 || !token.startsWith(prefix)) return null;
  const body = token.slice(prefix.length);
  if (!/^[A-Za-z0-9_-]{48}$/.test(body)) return null;
  const bytes = Buffer.from(body, "base64url");
  if (!checksum(bytes.subarray(0, 32)).equals(bytes.subarray(32))) return null;
  return sha256(token);
}

/** SHA-256 of a text. For secrets of 256 random bits only: it is no password hash. */
export function sha256(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("sha256", text, "buffer"));
}

/** How a secret is shown once it cannot be read any more: its prefix, an ellipsis, its last four characters. */
export function maskToken(prefix: TokenPrefix, last4: string): string {
  return `${prefix}…${last4}`;
}

/** Uniform random digits. */
export function newCode(digits = 6): string {
  return String(randomInt(10 ** digits)).padStart(digits, "0");
}

/**
 * The keyed HMAC of a short code. `context` names the row, so that a code is worth nothing for another one.
 *
 * A plain hash of six digits would be undone by trying a million; the key is not in the database.
 */
export function codeMac(code: string, context: string): Uint8Array<ArrayBuffer> {
  return macOfCode(currentKey().bytes, code, context);
}

/** What `codeMac` would make of a code with each key of the ring, to find it by. */
export function codeMacs(code: string, context: string): Uint8Array<ArrayBuffer>[] {
  return env().keys.map(({ bytes }) => macOfCode(bytes, code, context));
}

/** True when `codeMac` made this of that code, with any key of the ring. */
export function isCodeOf(mac: Uint8Array, code: string, context: string): boolean {
  return env().keys.some(({ bytes }) => sameBytes(macOfCode(bytes, code, context), mac));
}

const macOfCode = (key: Buffer, code: string, context: string) =>
  new Uint8Array(createHmac("sha256", derivedKey(key, "code-mac")).update(`${context}\0${code}`).digest());

/**
 * The signature under a link that opens something for whoever holds it. `text` says what, and until when.
 *
 * SECURITY: with a key of its own, so that it is worth nothing anywhere else.
 */
export function signLink(text: string): string {
  return linkMac(currentKey().bytes, text).toString("base64url");
}

/** True when a signature was made by `signLink` over this very text, with any key of the ring. */
export function isSignedLink(text: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64url");
  return given.toString("base64url") === signature && env().keys.some(({ bytes }) => sameBytes(linkMac(bytes, text), given));
}

const linkMac = (key: Buffer, text: string) => createHmac("sha256", derivedKey(key, "link")).update(text).digest();

/** What a refresh token proves itself by, with each key of the ring: the first makes new ones, all of them are taken. */
export function refreshMacs(body: Uint8Array): Buffer[] {
  return env().keys.map(({ bytes }) => createHmac("sha256", derivedKey(bytes, "refresh")).update(body).digest());
}

/** What a challenge for a passkey proves itself by, with each key of the ring: the first makes new ones, all of them are taken. */
export function passkeyMacs(text: string): Buffer[] {
  return env().keys.map(({ bytes }) => createHmac("sha256", derivedKey(bytes, "passkey")).update(text).digest());
}

/** What a browser's note of an earlier sign-in proves itself by, with each key of the ring: the first makes new ones, all of them are taken. */
export function knownBrowserMacs(text: string): Buffer[] {
  return env().keys.map(({ bytes }) => createHmac("sha256", derivedKey(bytes, "known-browser")).update(text).digest());
}

/** What challenges for browsers are signed with, one for each key of the ring: the first signs new ones, all of them are taken. */
export function challengeSecrets(): string[] {
  return env().keys.map(({ bytes }) => Buffer.from(derivedKey(bytes, "challenge")).toString("base64url"));
}

/** Compares two byte strings of equal length in constant time. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Encrypts bytes with the current key: AES-256-GCM, a fresh 96-bit nonce, the key id in front.
 *
 * @param context names the row and column, e.g. `site_users.password:42`. SECURITY: it is the additional authenticated
 *   data, so a sealed value that is moved to another row does not open there.
 * @returns length of key id (1 byte), key id, nonce (12), tag (16), ciphertext
 */
export function sealBytes(plain: Uint8Array, context: string): Uint8Array<ArrayBuffer> {
  const { id, bytes } = currentKey();
  const nonce = noise(12);
  const cipher = createCipheriv("aes-256-gcm", derivedKey(bytes, "seal"), nonce).setAAD(Buffer.from(context));
  const body = [cipher.update(plain), cipher.final()];
  const keyId = Buffer.from(id);
  return new Uint8Array(Buffer.concat([Buffer.from([keyId.length]), keyId, nonce, cipher.getAuthTag(), ...body]));
}

/**
 * Opens what `sealBytes` made with the same context and any key of the ring.
 *
 * @throws Error when the key is not in the ring, or the value was changed or belongs to another row
 */
export function unsealBytes(sealed: Uint8Array, context: string): Buffer {
  const buffer = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const idLength = buffer[0] ?? 0;
  const id = sealedBy(sealed);
  const key = env().keys.find((candidate) => candidate.id === id);
  if (!key) throw new Error(`The key "${id}" that sealed ${context} is not in SIGNIN_KEYS`);
  const at = 1 + idLength;
  const decipher = createDecipheriv("aes-256-gcm", derivedKey(key.bytes, "seal"), buffer.subarray(at, at + 12), { authTagLength: 16 })
    .setAAD(Buffer.from(context))
    .setAuthTag(buffer.subarray(at + 12, at + 28));
  return Buffer.concat([decipher.update(buffer.subarray(at + 28)), decipher.final()]);
}

/** The id of the key that sealed a value, as the value says. */
export function sealedBy(sealed: Uint8Array): string {
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength).toString("utf8", 1, 1 + (sealed[0] ?? 0));
}

/** Encrypts a text like `sealBytes`. */
export function seal(text: string, context: string): Uint8Array<ArrayBuffer> {
  return sealBytes(Buffer.from(text), context);
}

/** Opens what `seal` made like `unsealBytes`. */
export function unseal(sealed: Uint8Array, context: string): string {
  return unsealBytes(sealed, context).toString("utf8");
}

/** What stands in one `id:secret`. */
export function readKey(pair: string): KeyRing[number] {
  const [id = "", secret = ""] = pair.trim().split(":");
  return { id, bytes: Buffer.from(secret, "base64url") };
}

/** A ring as `SIGNIN_KEYS` says it. */
export const ringText = (keys: KeyRing) => keys.map(({ id, bytes }) => `${id}:${bytes.toString("base64url")}`).join(",");

/** A fresh key for `SIGNIN_KEYS`, as `id:secret`. */
export function newKey(): string {
  return `k${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64url")}`;
}

/** Secrets of the tokens that hold an operator's session, one for each key of the ring: the first signs, all of them open. */
export function operatorSessionSecrets(): string[] {
  return env().keys.map(({ bytes }) => derivedKey(bytes, "operator-session").toString("base64url"));
}

function currentKey() {
  const key = env().keys[0];
  if (!key) throw new Error("SIGNIN_KEYS is empty");
  return key;
}

const derived = new WeakMap<Uint8Array, Map<string, Buffer>>();

/** One key for each use, derived once: what seals never also authenticates codes. */
function derivedKey(
  bytes: Buffer,
  purpose: "seal" | "code-mac" | "link" | "operator-session" | "refresh" | "passkey" | "known-browser" | "challenge",
): Buffer {
  const known = derived.get(bytes) ?? new Map<string, Buffer>();
  derived.set(bytes, known);
  const key = known.get(purpose) ?? Buffer.from(hkdfSync("sha256", bytes, "", `signin-fast ${purpose}`, 32));
  known.set(purpose, key);
  return key;
}

function checksum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
