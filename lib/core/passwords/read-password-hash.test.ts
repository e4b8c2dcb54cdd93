import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePasswordHash } from "./parse-password-hash";
import { readFirebaseHash } from "./read-firebase-hash";
import { readKeycloakHash } from "./read-keycloak-hash";
import { readPasswordHash } from "./read-password-hash";

const UNKNOWN = { refused: "is not of a kind we know" };
const TOO_MUCH = { refused: "asks for more work than we allow" };
const [SALT, HASH] = ["c29tZXNhbHQ", "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"];
const BCRYPT = "usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi";
const FIREBASE = `sk=${HASH},ss=Bw$${SALT}$${HASH}`;

describe("bounds", () => {
  test.each([
    [`$argon2id$v=19$m=131072,t=16,p=16$${SALT}$${HASH}`],
    [`$argon2i$m=8,t=1,p=1$${SALT}$${HASH}`],
    [`$2a$04$${BCRYPT}`],
    [`$2b$14$${BCRYPT}`],
    [`$scrypt$ln=17,r=8,p=2$${SALT}$${HASH}`],
    [`$scrypt$ln=16,r=16,p=1,form=nfkc$${SALT}$${HASH}`],
    [`$scrypt$ln=1,r=1,p=1$$${HASH}`],
    [`$firebase-scrypt$ln=16,r=16,${FIREBASE}`],
    [`$firebase-scrypt$ln=14,r=8,sk=${HASH},ss=$${SALT}$${HASH}`],
    [`$pbkdf2-sha512$i=2000000$${SALT}$${HASH}`],
    [`$pbkdf2-sha1$i=1$$${HASH}`],
    ["$P$GIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"],
    [`$wrapped$alg=md5,pos=suffix$${SALT}$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${HASH}`],
    [`$wrapped$alg=md5,pos=none$$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${HASH}`],
  ])("inside, kept as it is: %s", (kept) => {
    expect(readPasswordHash(kept)).toEqual({ kept });
    expect(readPasswordHash(` ${kept}\n`)).toEqual({ kept });
  });

  test.each([
    [`$argon2id$v=19$m=131073,t=1,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=4294967295,t=1,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=1024,t=17,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=1024,t=1,p=17$${SALT}$${HASH}`],
    [`$2b$15$${BCRYPT}`],
    [`$2y$31$${BCRYPT}`],
    [`$scrypt$ln=18,r=2,p=1$${SALT}$${HASH}`],
    [`$scrypt$ln=17,r=9,p=1$${SALT}$${HASH}`],
    [`$scrypt$ln=14,r=8,p=17$${SALT}$${HASH}`],
    [`$scrypt$ln=1,r=1,p=1048576$${SALT}$${HASH}`],
    [`$scrypt$ln=1,r=524288,p=1$${SALT}$${HASH}`],
    [`scrypt$2097152$salt$8$1$${HASH}=`],
    [`$firebase-scrypt$ln=17,r=16,${FIREBASE}`],
    [`$firebase-scrypt$ln=18,r=8,${FIREBASE}`],
    [`$pbkdf2-sha256$i=2000001$${SALT}$${HASH}`],
    [`pbkdf2_sha256$9999999999$salt$${HASH}=`],
    ["$P$HIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"],
    [`$wrapped$alg=md5,pos=none$$argon2id$v=19$m=1024,t=17,p=1$${SALT}$${HASH}`],
  ])("outside, refused: %s", (text) => {
    expect(readPasswordHash(text)).toEqual(TOO_MUCH);
    expect(parsePasswordHash(text)?.affordable ?? false).toBe(false);
  });
});

describe("what is no hash", () => {
  test.each([
    [""],
    ["password"],
    ["5f4dcc3b5aa765d61d8327deb882cf99"],
    [`$argon2id$v=19$m=0064,t=1,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=64,t=01,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=64,t=1,p=01$${SALT}$${HASH}`],
    [`$2x$10$${BCRYPT}`],
    [`$2b$03$${BCRYPT}`],
    [`$2b$32$${BCRYPT}`],
    [`$2b$10$${BCRYPT}x`],
    [`$argon2id$v=20$m=1024,t=1,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=1024,t=0,p=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=15,t=1,p=2$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=1024,t=1,p=1,keyid=1$${SALT}$${HASH}`],
    [`$argon2id$v=19$m=1024,t=1,p=1$${SALT}$c2hvcnQ`],
    [`$argon2id$v=19$m=1024,t=1,p=1$${SALT}$${HASH}!`],
    [`$scrypt$ln=0,r=8,p=1$${SALT}$${HASH}`],
    [`$scrypt$ln=16,r=1,p=1$${SALT}$${HASH}`],
    [`$scrypt$ln=14,r=8,p=0$${SALT}$${HASH}`],
    [`$scrypt$ln=14,r=8,p=1$${SALT}$c2hvcnQ`],
    [`scrypt$16385$salt$8$1$${HASH}=`],
    [`$firebase-scrypt$ln=14,r=0,${FIREBASE}`],
    [`$firebase-scrypt$ln=14,r=8,sk=,ss=Bw$${SALT}$${HASH}`],
    [`$pbkdf2-sha256$i=0$${SALT}$${HASH}`],
    [`$pbkdf2-md5$i=1000$${SALT}$${HASH}`],
    [`$pbkdf2-sha256$i=1000$${SALT}$c2hvcnQ`],
    ["pbkdf2_sha256$1000$salt$"],
    ["$P$4IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"],
    [`$wrapped$alg=crc32,pos=none$$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${HASH}`],
    [`$wrapped$alg=md5,pos=none$$2b$10$${BCRYPT}`],
    [`${"a".repeat(32)}:${"b".repeat(126)}`],
    ["$argon2id$".padEnd(1_000_000, "$")],
  ])("is refused: %.80s", (text) => {
    expect(readPasswordHash(text)).toEqual(UNKNOWN);
  });

  const piece = fc.oneof(
    fc.constantFrom("$", ",", "=", ":", "$argon2id$v=19$", "m=8,t=1,p=1", "$2b$04$", "$scrypt$ln=1,r=1,p=1", "$pbkdf2-sha1$i=1", "$P$9"),
    fc.constantFrom("$firebase-scrypt$ln=1,r=1,sk=", "ss=", "$wrapped$alg=md5,pos=none$", SALT, HASH, BCRYPT, "pbkdf2_sha1$1$"),
    fc.string({ maxLength: 24 }),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

  test("never throws and never matches", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.string({ minLength: 1 }), async (garbage, password) => {
        const reading = readPasswordHash(garbage);
        const hash = "kept" in reading ? parsePasswordHash(reading.kept) : parsePasswordHash(garbage);
        expect(hash?.affordable && (await hash.matches(password))).not.toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("neither do the hashes of Firebase and Keycloak", () => {
    fc.assert(
      fc.property(text, text, fc.anything(), fc.integer(), (one, two, value, number) => {
        const project = { signerKey: one, saltSeparator: two, rounds: number, memoryCost: number };
        expect(readFirebaseHash(project, { passwordHash: one, salt: two })).toHaveProperty("refused");
        expect(readKeycloakHash(one, two)).toEqual(UNKNOWN);
        expect(readKeycloakHash(JSON.stringify(value) ?? "", JSON.stringify({ value: two, salt: one }))).toEqual(UNKNOWN);
      }),
      { numRuns: 200 },
    );
    const secret = JSON.stringify({ value: `${HASH}=`, salt: `${SALT}=` });
    const credential = (changes: object) => JSON.stringify({ algorithm: "pbkdf2-sha256", hashIterations: 1_000, ...changes });
    expect(readKeycloakHash(credential({}), secret)).toEqual({ kept: `$pbkdf2-sha256$i=1000$${SALT}$${HASH}` });
    expect(readKeycloakHash(credential({ algorithm: "pbkdf2" }), secret)).toEqual({ kept: `$pbkdf2-sha1$i=1000$${SALT}$${HASH}` });
    expect(readKeycloakHash(credential({ hashIterations: 2_000_001 }), secret)).toEqual(TOO_MUCH);
    for (const wrong of [{ algorithm: "md5" }, { hashIterations: 0 }, { hashIterations: 1.5 }, { algorithm: "argon2" }]) {
      expect(readKeycloakHash(credential(wrong), secret)).toEqual(UNKNOWN);
    }
  });
});
