import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Env, env, keyRing, setEnv } from "./env";
import {
  codeMac,
  hashToken,
  isCodeOf,
  maskToken,
  newCode,
  newKey,
  newToken,
  sameBytes,
  seal,
  sha256,
  TOKEN_PREFIXES,
  unseal,
} from "./secrets";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const key = (id: string) => ({ id, bytes: randomBytes(32) });
const withKeys = (...keys: Env["keys"]) => setEnv({ ...env(), keys });

describe("a token", () => {
  test.each(TOKEN_PREFIXES)("%s has its prefix, 32 random bytes and their checksum, and hashes to its SHA-256", (prefix) => {
    const token = newToken(prefix);
    expect(token).toMatch(new RegExp(`^${prefix}[A-Za-z0-9_-]{48}$`));
    expect(hashToken(prefix, token)).toEqual(sha256(token));
    for (const other of TOKEN_PREFIXES) expect(hashToken(other, token) !== null).toBe(other === prefix);
  });

  test("never comes twice, and its bytes are uniform", () => {
    const tokens = Array.from({ length: 20_000 }, () => newToken("tkn_"));
    expect(new Set(tokens).size).toBe(tokens.length);
    const counts = new Array<number>(256).fill(0);
    for (const token of tokens)
      for (const byte of Buffer.from(token.slice(4), "base64url").subarray(0, 32)) counts[byte] = (counts[byte] ?? 0) + 1;
    expect(chiSquare(counts)).toBeLessThan(LIMIT_255);
  });

  test("is refused with any one character changed, dropped, doubled, or with anything around it", () => {
    const token = newToken("tkn_");
    for (let at = 0; at < token.length; at++) {
      const [head, char, tail] = [token.slice(0, at), token.charAt(at), token.slice(at + 1)];
      const others = [..."ABab01-_ +/=.\0é"].filter((other) => other !== char);
      for (const other of others) expect(hashToken("tkn_", head + other + tail)).toBeNull();
      expect(hashToken("tkn_", head + tail)).toBeNull();
      expect(hashToken("tkn_", head + char + char + tail)).toBeNull();
    }
    for (const around of [` ${token}`, `${token} `, `${token}\n`, `\ufeff${token}`, `${token}=`, token + token, "", "tkn_"]) {
      expect(hashToken("tkn_", around)).toBeNull();
    }
  });

  test("is refused in every mutation that is not itself, and for any text that we did not make", () => {
    const token = newToken("tkn_");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1, unit: "binary" })), {
          minLength: 1,
          maxLength: 6,
        }),
        (changes) => {
          const mutated = [...token];
          for (const [at, char] of changes) mutated[at] = char;
          expect(hashToken("tkn_", mutated.join("")) === null).toBe(mutated.join("") !== token);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(hashToken("tkn_", `tkn_${text}`)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(hashToken("tkn_", `tkn_${Buffer.concat([bytes, Buffer.alloc(4)]).toString("base64url")}`)).toBeNull();
      }),
    );
  });

  test("is shown by its prefix and its last four characters", () => {
    expect(maskToken("tkn_", "abcd")).toBe("tkn_…abcd");
  });
});

describe("a code", () => {
  test("has six digits, and 100,000 of them are uniform: each digit at each place, and each thousand", () => {
    const codes = Array.from({ length: 100_000 }, newCode);
    expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
    for (let place = 0; place < 6; place++)
      expect(
        chiSquare(
          tally(
            codes.map((code) => Number(code[place])),
            10,
          ),
        ),
      ).toBeLessThan(LIMIT_9);
    expect(
      chiSquare(
        tally(
          codes.map((code) => Math.floor(Number(code) / 1_000)),
          1_000,
        ),
      ),
    ).toBeLessThan(LIMIT_999);
  });

  test("this measure finds a biased source: a remainder, a missing zero, a repeated one", () => {
    const remainders = Array.from({ length: 100_000 }, () => (randomBytes(3).readUIntBE(0, 3) >> 4) % 1_000_000);
    expect(
      chiSquare(
        tally(
          remainders.map((code) => Math.floor(code / 1_000)),
          1_000,
        ),
      ),
    ).toBeGreaterThan(LIMIT_999);
    const unpadded = Array.from({ length: 100_000 }, () => 100_000 + Math.floor(Math.random() * 900_000));
    expect(
      chiSquare(
        tally(
          unpadded.map((code) => Math.floor(code / 100_000)),
          10,
        ),
      ),
    ).toBeGreaterThan(LIMIT_9);
    const repeated = Array.from({ length: 100_000 }, (_, index) => (index % 20 === 0 ? 7 : Math.floor(Math.random() * 1_000)));
    expect(chiSquare(tally(repeated, 1_000))).toBeGreaterThan(LIMIT_999);
  });

  test("is kept as a keyed HMAC that is bound to its row and to the key", () => {
    const mac = codeMac("123456", "mail_tokens.code:1");
    expect(mac).toHaveLength(32);
    expect(codeMac("123456", "mail_tokens.code:1")).toEqual(mac);
    const others = [
      codeMac("123457", "mail_tokens.code:1"),
      codeMac("123456", "mail_tokens.code:2"),
      codeMac("1\u0000123456", "mail_tokens.code:"),
    ];
    const { keys } = env();
    withKeys(key("other"));
    others.push(codeMac("123456", "mail_tokens.code:1"), sha256("123456"));
    for (const other of others) {
      expect(other).not.toEqual(mac);
      expect(isCodeOf(other, "123456", "mail_tokens.code:1")).toBe(other === others[3]);
    }
    expect(isCodeOf(mac, "123456", "mail_tokens.code:1")).toBe(false);
    withKeys(key("newest"), ...keys);
    expect(isCodeOf(mac, "123456", "mail_tokens.code:1")).toBe(true);
  });
});

describe("sameBytes", () => {
  test("compares bytes of equal length, and says no to others", () => {
    expect(sameBytes(sha256("a"), sha256("a"))).toBe(true);
    expect(sameBytes(sha256("a"), sha256("b"))).toBe(false);
    expect(sameBytes(sha256("a"), sha256("a").slice(1))).toBe(false);
    expect(sameBytes(new Uint8Array(), new Uint8Array())).toBe(true);
  });
});

describe("sealing", () => {
  const CONTEXT = "sites.client_secret:42";

  test("opens with the same context only", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.string(), fc.string(), (text, context, other) => {
        const sealed = seal(text.toWellFormed(), context);
        expect(unseal(sealed, context)).toBe(text.toWellFormed());
        if (other !== context) expect(() => unseal(sealed, other)).toThrow();
      }),
      { numRuns: 300 },
    );
  });

  test("opens nowhere else: another row, another column, another prefix of the same", () => {
    const sealed = seal("pst_secret", CONTEXT);
    for (const context of [
      "sites.client_secret:43",
      "sites.client_secret:4",
      "sites.client_secret:421",
      "site_users.password:42",
      "",
      `${CONTEXT} `,
    ]) {
      expect(() => unseal(sealed, context)).toThrow();
    }
  });

  test("does not open with one bit changed anywhere, and never with a part missing or added", () => {
    const sealed = seal("pst_secret", CONTEXT);
    for (let at = 0; at < sealed.length; at++) {
      for (const bit of [1, 128]) {
        const changed = sealed.slice();
        changed[at] = (changed[at] ?? 0) ^ bit;
        expect(() => unseal(changed, CONTEXT)).toThrow();
      }
      expect(() => unseal(sealed.slice(0, at), CONTEXT)).toThrow();
    }
    expect(() => unseal(Buffer.concat([sealed, Buffer.alloc(1)]), CONTEXT)).toThrow();
  });

  test("does not open an empty text whose tag was cut short", () => {
    const sealed = seal("", CONTEXT);
    for (const missing of [1, 2, 3, 4, 8, 12]) expect(() => unseal(sealed.slice(0, -missing), CONTEXT)).toThrow();
  });

  test("is different each time, and shows neither the text nor its key", () => {
    const all = Array.from({ length: 1_000 }, () => Buffer.from(seal("pst_secret", CONTEXT)).toString("hex"));
    expect(new Set(all).size).toBe(1_000);
    const idLength = env().keys[0]?.id.length ?? 0;
    expect(new Set(all.map((hex) => hex.slice((1 + idLength) * 2, (1 + idLength + 12) * 2))).size).toBe(1_000);
    expect(all.join()).not.toContain(Buffer.from("secret").toString("hex"));
  });

  test("after a rotation old values open with the old key behind the new one, and new ones are sealed with the new one", () => {
    const [old, fresh] = [key("k1"), key("k2")];
    withKeys(old);
    const sealed = seal("pst_secret", CONTEXT);
    withKeys(fresh, old);
    expect(unseal(sealed, CONTEXT)).toBe("pst_secret");
    const resealed = seal("pst_secret", CONTEXT);
    withKeys(fresh);
    expect(unseal(resealed, CONTEXT)).toBe("pst_secret");
    expect(() => unseal(sealed, CONTEXT)).toThrow('The key "k1" that sealed sites.client_secret:42 is not in SIGNIN_KEYS');
    withKeys({ ...fresh, id: "k1" });
    expect(() => unseal(sealed, CONTEXT)).toThrow();
  });

  test("opens from a view into a larger buffer, as drivers hand it over", () => {
    const sealed = seal("pst_secret", CONTEXT);
    const large = Buffer.concat([Buffer.alloc(7), sealed, Buffer.alloc(5)]);
    expect(unseal(large.subarray(7, 7 + sealed.length), CONTEXT)).toBe("pst_secret");
  });

  test("is refused without a key", () => {
    withKeys();
    expect(() => seal("x", CONTEXT)).toThrow("SIGNIN_KEYS is empty");
    expect(() => unseal(new Uint8Array(), CONTEXT)).toThrow();
  });
});

describe("newKey", () => {
  test("makes what SIGNIN_KEYS takes, and never the same", () => {
    const keys = Array.from({ length: 100 }, newKey);
    const ring = keyRing.parse(keys.join(","));
    expect(ring.map(({ bytes }) => bytes.length)).toEqual(keys.map(() => 32));
    expect(new Set(ring.map(({ bytes }) => bytes.toString("hex"))).size).toBe(100);
  });
});

/** Sizes that chance exceeds once in about ten million runs, for 9, 255 and 999 degrees of freedom. */
const [LIMIT_9, LIMIT_255, LIMIT_999] = [51, 395, 1_252];

function tally(values: readonly number[], size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
