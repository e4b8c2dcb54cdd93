import { hash as argon2 } from "@node-rs/argon2";
import { hashSync } from "bcryptjs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { seal, unseal } from "@/lib/kernel/secrets";
import { hashPassword, PARAMETERS } from "./hash-password";
import { verifyPassword } from "./verify-password";

/** How many hashes at current parameters were computed: made anew, or compared with a current one. */
const prices = vi.hoisted(() => ({ hash: 0, verify: 0 }));

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    hash(...given: Parameters<typeof real.hash>) {
      prices.hash += 1;
      return real.hash(...given);
    },
    verify(...given: Parameters<typeof real.verify>) {
      prices.verify += 1;
      return real.verify(...given);
    },
  };
});

const owner = "site_users.password:7:42" as const;
const PASSWORD = "correct horse";
const LEGACY = hashSync(PASSWORD, 4);
const keep = (text: string) => ({ sealed: seal(text, owner), owner });
beforeEach(() => void Object.assign(prices, { hash: 0, verify: 0 }));

/** The verdict, what would be stored anew, and the price. */
async function outcome(typed: string, kept: Parameters<typeof verifyPassword>[1]) {
  Object.assign(prices, { hash: 0, verify: 0 });
  const { right, renewed } = await verifyPassword(typed, kept);
  return { right, renewed: renewed && unseal(renewed, owner), ...prices };
}

const CURRENT = expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);

describe("the price of an answer", () => {
  test("nobody, or nothing kept: one hash", async () => {
    expect(await outcome(PASSWORD, null)).toEqual({ right: false, renewed: null, hash: 0, verify: 1 });
  });

  test("a current hash: one, right or wrong, and nothing is renewed", async () => {
    const kept = { sealed: await hashPassword(PASSWORD, owner), owner };
    expect(await outcome(PASSWORD, kept)).toEqual({ right: true, renewed: null, hash: 0, verify: 1 });
    expect(await outcome("wrong", kept)).toEqual({ right: false, renewed: null, hash: 0, verify: 1 });
  });

  test("an imported hash: its own, and one at current parameters, right or wrong", async () => {
    expect(await outcome(PASSWORD, keep(LEGACY))).toEqual({ right: true, renewed: CURRENT, hash: 1, verify: 0 });
    expect(await outcome("wrong", keep(LEGACY))).toEqual({ right: false, renewed: null, hash: 1, verify: 0 });
  });

  test("what is kept cannot be understood, or asks for too much: one hash, and it is wrong", async () => {
    for (const text of ["", "garbage", LEGACY.replace("$04$", "$15$"), "$argon2id$v=19$m=19456,t=2,p=1$x$y"]) {
      expect(await outcome(PASSWORD, keep(text))).toEqual({ right: false, renewed: null, hash: 1, verify: 0 });
    }
  });

  test("a blank password, one hash: it is wrong even where it was imported", async () => {
    expect(await outcome("", keep(hashSync("", 4)))).toEqual({ right: false, renewed: null, hash: 0, verify: 1 });
  });
});

describe("what is renewed", () => {
  test("matches the same password from then on", async () => {
    const { renewed } = await verifyPassword(PASSWORD, keep(LEGACY));
    const kept = renewed && { sealed: renewed, owner };
    expect(await verifyPassword(PASSWORD, kept)).toEqual({ right: true, renewed: null });
    expect(await verifyPassword("wrong", kept)).toEqual({ right: false, renewed: null });
  });

  test.each([
    ["fewer passes", { ...PARAMETERS, timeCost: 1 }],
    ["less memory", { ...PARAMETERS, memoryCost: 1_024 }],
    ["another kind", { ...PARAMETERS, algorithm: 1 }],
    ["a shorter hash", { ...PARAMETERS, outputLen: 16 }],
  ])("an Argon2 hash with %s is", async (_, parameters) => {
    expect(await outcome(PASSWORD, keep(await argon2(PASSWORD, parameters)))).toMatchObject({ right: true, renewed: CURRENT });
  });
});

describe("forms of Unicode", () => {
  const [composed, decomposed] = ["p\u00e4ssword \u00e9".normalize("NFC"), "p\u00e4ssword \u00e9".normalize("NFD")];

  test("our own hash knows a password in each of them", async () => {
    const kept = { sealed: await hashPassword(composed, owner), owner };
    for (const typed of [composed, decomposed]) expect((await verifyPassword(typed, kept)).right).toBe(true);
  });

  test("an imported hash knows it composed or as it was typed, and the renewed one in each of them", async () => {
    for (const made of [composed, decomposed]) {
      const { right, renewed } = await verifyPassword(decomposed, keep(hashSync(made, 4)));
      expect(right).toBe(true);
      const kept = renewed && { sealed: renewed, owner };
      for (const typed of [composed, decomposed]) expect((await verifyPassword(typed, kept)).right).toBe(true);
    }
  });
});

test("a password with a NUL is never right for bcrypt, which others cut there", async () => {
  expect(await outcome(`${PASSWORD}\0more`, keep(LEGACY))).toMatchObject({ right: false });
  expect(await outcome("a\0b", keep(hashSync("a\0b", 4)))).toMatchObject({ right: false });
});
