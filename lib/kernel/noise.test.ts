import { expect, test } from "vitest";
import { noise } from "./noise";

test("gives as many bytes as it is asked for, and none of them twice", () => {
  const lengths = Array.from({ length: 3_000 }, (_, at) => 8 + (at % 9));
  const given = lengths.map((length) => noise(length));
  expect(given.map(({ length }) => length)).toEqual(lengths);
  // What was given out stays as it is, whatever is drawn after it.
  expect(new Set(given.map((bytes) => bytes.toString("hex"))).size).toBe(lengths.length);
  const places = given.map(({ buffer, byteOffset }) => ({ buffer, byteOffset }));
  for (const [at, { buffer, byteOffset }] of places.entries()) {
    const before = places[at - 1];
    if (before?.buffer === buffer) expect(byteOffset).toBe(before.byteOffset + (lengths[at - 1] ?? 0));
  }
  expect(noise(10_000)).toHaveLength(10_000);
  expect(noise(0)).toHaveLength(0);
});
