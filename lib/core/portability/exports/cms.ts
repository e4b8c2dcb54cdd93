import { createCipheriv, hash, type KeyObject, randomBytes } from "node:crypto";
import { wrapKey } from "./rsa-recipient";

const [INTEGER, OCTET_STRING, OID, SEQUENCE, SET] = [0x02, 0x04, 0x06, 0x30, 0x31];
const [TAGGED_0, TAGGED_1, SUBJECT_KEY_ID] = [0xa0, 0xa1, 0x80];

const oid = (hex: string) => der(OID, Buffer.from(hex, "hex"));
const DATA = oid("2a864886f70d010701");
const AUTH_ENVELOPED_DATA = oid("2a864886f70d0109100117");
const AES_256_GCM = oid("60864801650304012e");
const RSAES_OAEP = oid("2a864886f70d010107");
const MGF1 = oid("2a864886f70d010108");
const SHA_256 = der(SEQUENCE, oid("608648016503040201"));
const OAEP_WITH_SHA_256 = der(SEQUENCE, RSAES_OAEP, der(SEQUENCE, der(TAGGED_0, SHA_256), der(TAGGED_1, der(SEQUENCE, MGF1, SHA_256))));

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The end of what began without a length, because it was written before its length was known. */
const END = Buffer.alloc(2);
const open = (tag: number) => Buffer.from([tag, 0x80]);

/**
 * Bytes encrypted to an RSA public key, as they come: CMS AuthEnvelopedData (RFC 5083, RFC 5084), which `openssl cms -decrypt` opens.
 *
 * AES-256-GCM with a key of its own, wrapped by RSAES-OAEP with SHA-256 for a recipient who is named by the SHA-1 of the key, as in
 * certificates. It is BER of indefinite length: nothing has to be known before it is written.
 */
export async function* encryptedAsCms(recipient: KeyObject, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const key = randomBytes(32);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  const algorithm = der(SEQUENCE, AES_256_GCM, der(SEQUENCE, der(OCTET_STRING, nonce), integer(TAG_BYTES)));
  yield Buffer.concat([
    ...[open(SEQUENCE), AUTH_ENVELOPED_DATA, open(TAGGED_0), open(SEQUENCE), integer(0)],
    der(SET, keyFor(recipient, key)),
    ...[open(SEQUENCE), DATA, algorithm, open(TAGGED_0)],
  ]);
  for await (const chunk of source) yield der(OCTET_STRING, cipher.update(chunk));
  cipher.final();
  yield Buffer.concat([END, END, der(OCTET_STRING, cipher.getAuthTag()), END, END, END]);
}

/** KeyTransRecipientInfo of RFC 5652. */
function keyFor(recipient: KeyObject, key: Uint8Array): Buffer {
  const id = hash("sha1", recipient.export({ type: "pkcs1", format: "der" }), "buffer");
  return der(SEQUENCE, integer(2), der(SUBJECT_KEY_ID, id), OAEP_WITH_SHA_256, der(OCTET_STRING, wrapKey(recipient, key)));
}

function integer(small: number): Buffer {
  return der(INTEGER, Buffer.from([small]));
}

/** One value with its tag and its length. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(length)]), ...parts]);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}
