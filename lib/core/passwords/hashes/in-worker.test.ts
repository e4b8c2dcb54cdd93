import { hashSync } from "bcryptjs";
import { expect, test } from "vitest";
import { inWorker } from "./in-worker";

const SETTING = "$2b$04$usesomesillystringforeu";
const work = (password: string, setting = SETTING) => ({ kind: "bcrypt", setting, password }) as const;

test("hashes side by side, each with its own answer", async () => {
  const passwords = Array.from({ length: 6 }, (_, index) => `password ${index}`);
  const expected = passwords.map((password) => hashSync(password, SETTING));
  for (let round = 0; round < 2; round++) {
    expect(await Promise.all(passwords.map((password) => inWorker(work(password))))).toEqual(expected);
  }
});

test("a thread that fails is told to who waits for it, and to nobody else", async () => {
  const bad = inWorker(work("x", "no setting"));
  const good = inWorker(work("x"));
  await expect(bad).rejects.toThrow("Invalid salt version");
  expect(await good).toBe(hashSync("x", SETTING));
  expect(await inWorker(work("y"))).toBe(hashSync("y", SETTING));
});
