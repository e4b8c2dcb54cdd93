import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { hashing } from "./hashing-queue";

test("one at a time for each core, in the order of asking, and at once refused what would wait too long", async () => {
  const width = availableParallelism();
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const gates: (() => void)[] = [];
  const begin = (index: number) =>
    hashing(async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(index);
      await new Promise<void>((open) => gates.push(open));
      running -= 1;
      return index;
    });

  // Two seconds at ten milliseconds each fit into the queue of a core.
  const fits = width + 200 * width;
  const asked = Array.from({ length: fits }, (_, index) => begin(index));
  await expect(begin(fits)).rejects.toMatchObject({ code: "unavailable", retryAfterS: 3 });

  const all = Promise.all(asked);
  const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
  expect(await all).toEqual(Array.from({ length: fits }, (_, index) => index));
  clearInterval(release);
  expect({ most, order }).toEqual({ most: width, order: Array.from({ length: fits }, (_, index) => index) });
  await expect(hashing(async () => "again")).resolves.toBe("again");
});

test("a hash that fails makes way for the next", async () => {
  await expect(hashing(async () => Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
  await expect(hashing(async () => 1)).resolves.toBe(1);
});
