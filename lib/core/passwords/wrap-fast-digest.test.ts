import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { FastDigest } from "./hashes/wrapped";
import { parsePasswordHash } from "./parse-password-hash";
import { readPasswordHash } from "./read-password-hash";
import { wrapFastDigest } from "./wrap-fast-digest";

const NO_SALT = { position: "none", salt: new Uint8Array() } as const;
const SEASALT = { position: "prefix", salt: Buffer.from("seasalt") } as const;
const suffixed = createHash("sha512").update("lètmeinseasalt").digest("hex");

test.each<[how: FastDigest, digest: string, password: string]>([
  [{ algorithm: "md5", ...NO_SALT }, "5f4dcc3b5aa765d61d8327deb882cf99", "password"],
  [{ algorithm: "sha1", ...NO_SALT }, "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", "password"],
  [{ algorithm: "sha256", ...NO_SALT }, "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", "password"],
  // Of Django's tests.
  [{ algorithm: "md5", ...SEASALT }, "3f86d0d3d465b7b458c231bf3555c0e3", "lètmein"],
  [{ algorithm: "sha1", ...SEASALT }, "cff36ea83f5706ce9aa7454e63e431fc726b2dc8", "lètmein"],
  [{ algorithm: "sha512", ...SEASALT, position: "suffix" }, suffixed, "lètmein"],
])("%o of %s is kept under Argon2id, and read again", async (how, digest, password) => {
  const wrapped = await wrapFastDigest({ ...how, digest: Buffer.from(digest, "hex") });
  const kept = "kept" in wrapped ? wrapped.kept : wrapped.refused;
  const start = `$wrapped$alg=${how.algorithm},pos=${how.position}$${Buffer.from(how.salt).toString("base64").replaceAll("=", "")}`;
  expect(kept.startsWith(`${start}$argon2id$v=19$m=19456,t=2,p=1$`)).toBe(true);
  expect(kept).not.toContain(digest);
  expect(readPasswordHash(kept)).toEqual({ kept });
  const hash = parsePasswordHash(kept);
  expect([await hash?.matches(password), await hash?.matches(`${password} `)]).toEqual([true, false]);
});

test("a digest of another length is none", async () => {
  expect(await wrapFastDigest({ algorithm: "sha256", ...NO_SALT, digest: Buffer.alloc(20) })).toEqual({
    refused: "is not of a kind we know",
  });
});
