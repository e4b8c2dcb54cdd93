import { constants, createPublicKey, type KeyObject, publicEncrypt, randomBytes } from "node:crypto";

/** One PEM block that holds a public key, and nothing around it. */
const PEM = /^-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----\r?\n[\w+/=\s]+-----END \1-----$/;

const MIN_BITS = 2048;

/** Reads an RSA public key from PEM: its own (SPKI or PKCS#1) or that of a certificate. A text says what is wrong with it. */
export function readRsaRecipient(pem: string): KeyObject | string {
  const key = PEM.test(pem) ? publicKeyOf(pem) : null;
  if (key === null) return "is no PEM public key that can be read (-----BEGIN PUBLIC KEY-----)";
  if (key.asymmetricKeyType !== "rsa") return "is no RSA key; only those and keys of age can be encrypted to";
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_BITS) return `is an RSA key of ${modulusLength} bits; it needs ${MIN_BITS} at least`;
  // SECURITY: with the exponent 1 a key hides nothing. What else is wrong with one shows when it is used.
  if (publicExponent < 3n || !canEncrypt(key)) return "is an RSA key that cannot be encrypted to";
  return key;
}

/** A short secret encrypted to an RSA public key: RSAES-OAEP with SHA-256. */
export const wrapKey = (key: KeyObject, secret: Uint8Array): Buffer =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, secret);

function publicKeyOf(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

function canEncrypt(key: KeyObject): boolean {
  try {
    wrapKey(key, randomBytes(32));
    return true;
  } catch {
    return false;
  }
}
