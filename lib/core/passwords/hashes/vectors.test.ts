import { scryptSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parsePasswordHash } from "../parse-password-hash";
import { readFirebaseHash } from "../read-firebase-hash";
import { readKeycloakHash } from "../read-keycloak-hash";
import { readPasswordHash } from "../read-password-hash";
import { HASH_KINDS } from ".";
import { writePbkdf2 } from "./pbkdf2";
import { writeScrypt } from "./scrypt";

const hex = (text: string) => Buffer.from(text, "hex");
const kept = (reading: ReturnType<typeof readPasswordHash>) => ("kept" in reading ? reading.kept : reading.refused);
const scrypt = (salt: string, ln: number, r: number, p: number, hash: string) =>
  writeScrypt({ ln, r, p, nfkc: false, salt: Buffer.from(salt), hash: hex(hash) });
const pbkdf2 = (digest: "sha1" | "sha256" | "sha512", salt: string, iterations: number, hash: string) =>
  writePbkdf2({ digest, iterations, salt: Buffer.from(salt), hash: hex(hash) });
const keycloak = (algorithm: string, hashIterations: number, value: string, salt: string, additionalParameters = {}) =>
  kept(
    readKeycloakHash(
      JSON.stringify({ hashIterations, algorithm, additionalParameters }),
      JSON.stringify({ value, salt, additionalParameters: {} }),
    ),
  );
const betterAuth = (password: string) => {
  const salt = "1c50892c354da5b23ec3b5007649bc6e";
  const key = scryptSync(password.normalize("NFKC"), salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 27 });
  return kept(readPasswordHash(`${salt}:${key.toString("hex")}`));
};

/** Hashes that others published, with their passwords: where from, what is kept of it, the password. */
const VECTORS: Record<string, [source: string, kept: string, password: string][]> = {
  argon2: [
    ["phc-winner-argon2, i", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8", "password"],
    [
      "phc-winner-argon2, i, version 16 unnamed",
      "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
      "password",
    ],
    ["phc-winner-argon2, id", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "password"],
    ["password4j, d", "$argon2d$v=19$m=1024,t=2,p=1$dGhpc2lzdGhlc2FsdA$rkBsbLVYkXDowmxcwZ9qjpLuAbNjIPBXxmD27YvzHzw", "password"],
    [
      "Keycloak's parameters, phc-winner-argon2's hash",
      keycloak("argon2", 2, "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=", "c29tZXNhbHQ=", {
        hashLength: ["32"],
        memory: ["256"],
        type: ["id"],
        version: ["1.3"],
        parallelism: ["1"],
      }),
      "password",
    ],
    [
      "Django's notation",
      kept(readPasswordHash("argon2$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8")),
      "password",
    ],
  ],
  bcrypt: [
    ["crypt_blowfish", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"],
    ["crypt_blowfish", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*"],
    ["crypt_blowfish", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", "U*U*U"],
    [
      "crypt_blowfish, 72 bytes",
      "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
    ],
    ["jBCrypt", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe", "a"],
    ["PHP's crypt(), y", "$2y$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi", "rasmuslerdorf"],
    [
      "the same, b, in Django's notation",
      kept(readPasswordHash("bcrypt$$2b$07$usesomesillystringfore2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi")),
      "rasmuslerdorf",
    ],
    ["the same, with bits in the salt that do not count", "$2y$07$usesomesillystringforf2uDLvp1Ii2e./U9C8sBjqp8I90dH6hi", "rasmuslerdorf"],
  ],
  scrypt: [
    [
      "RFC 7914",
      scrypt(
        "NaCl",
        10,
        8,
        16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
      ),
      "password",
    ],
    [
      "RFC 7914",
      scrypt(
        "SodiumChloride",
        14,
        8,
        1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
      ),
      "pleaseletmein",
    ],
    [
      "Django",
      kept(
        readPasswordHash(
          "scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==",
        ),
      ),
      "lètmein",
    ],
    ["better-auth's parameters, from its source", betterAuth("\ufb01sh and chips"), "\ufb01sh and chips"],
    ["the same, typed in another form", betterAuth("\ufb01sh and chips"), "fish and chips"],
  ],
  "firebase-scrypt": [
    [
      "github.com/firebase/scrypt",
      kept(
        readFirebaseHash(
          {
            signerKey: "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
            saltSeparator: "Bw==",
            rounds: 8,
            memoryCost: 14,
          },
          {
            passwordHash: "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
            salt: "42xEC+ixf3L2lw==",
          },
        ),
      ),
      "user1password",
    ],
  ],
  pbkdf2: [
    ["RFC 6070", pbkdf2("sha1", "salt", 1, "0c60c80f961f0e71f3a9b524af6012062fe037a6"), "password"],
    ["RFC 6070", pbkdf2("sha1", "salt", 4096, "4b007901b765489abead49d926f721d065a429c1"), "password"],
    [
      "RFC 6070, longer than the digest",
      pbkdf2("sha1", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"),
      "passwordPASSWORDpassword",
    ],
    [
      "RFC 7914",
      pbkdf2(
        "sha256",
        "salt",
        1,
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
      ),
      "passwd",
    ],
    [
      "RFC 7914",
      pbkdf2(
        "sha256",
        "NaCl",
        80_000,
        "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
      ),
      "Password",
    ],
    ["Django", kept(readPasswordHash("pbkdf2_sha256$30000$seasalt2$a75qzbogeVhNFeMqhdgyyoqGKpIzYUo651sq57RERew=")), "lètmein"],
    ["Django", kept(readPasswordHash("pbkdf2_sha1$30000$seasalt2$pMzU1zNPcydf6wjnJFbiVKwgULc=")), "lètmein"],
    ["passlib", kept(readPasswordHash("$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI")), "password"],
    [
      "passlib",
      kept(readPasswordHash("$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ")),
      "password",
    ],
    [
      "passlib",
      kept(
        readPasswordHash(
          "$pbkdf2-sha512$1212$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww",
        ),
      ),
      "password",
    ],
    [
      "passlib's as Auth0 writes PHC strings",
      kept(readPasswordHash("$pbkdf2-sha256$i=1212,l=32$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg+fJPeq1h/gXXY7acBp9/6c+tmQ=")),
      "password",
    ],
    [
      "an exported Keycloak realm",
      keycloak("pbkdf2-sha256", 27_500, "JsfNbCOIdZUbyBJ+BT+VoGI91Ec2rWLOvkLPDaX8e9k=", "P5rtFkGtPfoaryJ6PizUJw=="),
      "password",
    ],
    [
      "an exported Keycloak realm, 64 bytes",
      keycloak(
        "pbkdf2-sha256",
        27_500,
        "9VKK+s30cWIKOXia7BBOHLoC3H6sPbR9e3JVAW+jVtKuWSkBRyQLbu5/TXtxAF7vUAUzGulMBqeir2+hBrMkHQ==",
        "ihOdKli89K2iERPbXlZZfQ==",
      ),
      "password",
    ],
  ],
  phpass: [
    ["phpass", "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345"],
    ["phpass, as phpBB writes it", "$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345"],
  ],
};

describe.each(Object.entries(VECTORS))("%s", (id, vectors) => {
  test.each(vectors)("%s: %s", async (_, text, password) => {
    const kind = HASH_KINDS.filter((each) => each.parse(text) !== null);
    expect(kind.map((each) => each.id)).toEqual([id]);
    const hash = parsePasswordHash(text);
    expect(hash?.affordable).toBe(true);
    expect(await hash?.matches(password)).toBe(true);
    expect(await hash?.matches(`not ${password}`)).toBe(false);
    // What is exported can be read again.
    expect(readPasswordHash(text)).toEqual({ kept: text });
  });
});

test("every kind has vectors; those of wrapped digests are beside what wraps them", () => {
  expect([...Object.keys(VECTORS), "wrapped"]).toEqual(HASH_KINDS.map(({ id }) => id));
});
