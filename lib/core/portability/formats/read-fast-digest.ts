import type { FastDigest } from "@/lib/core/passwords/hashes/wrapped";
import type { ImportHash } from "../import-row";

const DIGEST_BYTES = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;

/** A digest of a password as a file writes it, in hexadecimal or in base64. */
type Written = {
  readonly algorithm: string;
  readonly digest: string;
  readonly salt?: Uint8Array;
  /** On which side of the password the salt stood: `prefix`, unless it says `suffix`. */
  readonly position?: string;
};

/** Reads a fast digest, which is for wrapping and never for keeping. Tells why it cannot be, in words that go on from "Password hash". */
export function readFastDigest(written: Written): ImportHash | { refused: string } {
  const algorithm = written.algorithm.toLowerCase().replace("-", "");
  if (!isAlgorithm(algorithm)) return { refused: "is not of a kind we know" };
  const bytes = DIGEST_BYTES[algorithm];
  const isHex = written.digest.length === 2 * bytes && /^[\da-f]+$/i.test(written.digest);
  const digest = Buffer.from(written.digest, isHex ? "hex" : "base64");
  if (digest.length !== bytes) return { refused: `is no ${written.algorithm} digest` };
  const { salt = Buffer.alloc(0), position = "prefix" } = written;
  if (position !== "prefix" && position !== "suffix") return { refused: "must have its salt as a prefix or a suffix" };
  return { fast: { algorithm, salt, position: salt.length === 0 ? "none" : position, digest } };
}

function isAlgorithm(name: string): name is FastDigest["algorithm"] {
  return Object.hasOwn(DIGEST_BYTES, name);
}
