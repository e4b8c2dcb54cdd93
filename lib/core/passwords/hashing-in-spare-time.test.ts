import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { hashingInSpareTime } from "./hashing-in-spare-time";
import { hashing } from "./hashing-queue";

const lanes = Math.max(1, availableParallelism() - 1);

test("leaves a core to those who sign in, however much is asked for, and refuses nobody", async () => {
  const gates: (() => void)[] = [];
  const gate = () => new Promise<void>((open) => gates.push(open));
  let running = 0;
  let most = 0;
  const spare = Array.from({ length: 500 }, (_, index) =>
    hashingInSpareTime(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate();
      running -= 1;
      return index;
    }),
  );
  const signIn = hashing(async () => "signed in");
  await expect.poll(() => running).toBe(lanes);
  expect(await signIn).toBe("signed in");
  const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
  expect(await Promise.all(spare)).toEqual(Array.from({ length: 500 }, (_, index) => index));
  clearInterval(release);
  expect(most).toBe(lanes);
});

test("one that fails makes way for the next", async () => {
  await expect(hashingInSpareTime(async () => Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
  await expect(hashingInSpareTime(async () => 1)).resolves.toBe(1);
});
