import { describe, expect, test } from "vitest";
import { MAX_ID, newId } from "./ids";

describe("newId", () => {
  const ids = Array.from({ length: 100_000 }, newId);

  test("is an integer that JSON carries exactly, from 1 on", () => {
    expect(MAX_ID).toBe(BigInt(Number.MAX_SAFE_INTEGER));
    expect(ids.filter((id) => id < 1n || id > MAX_ID || BigInt(Number(id)) !== id)).toEqual([]);
  });

  test("never comes twice", () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("says nothing about the one before: it uses the whole range, without order", () => {
    const bits = Array.from({ length: 53 }, (_, bit) => ids.filter((id) => (id >> BigInt(bit)) & 1n).length);
    // Eight standard deviations of a fair coin.
    expect(bits.filter((ones) => Math.abs(ones - 50_000) > 8 * 158)).toEqual([]);
    const rising = ids.filter((id, index) => index > 0 && id > (ids[index - 1] ?? 0n)).length;
    expect(Math.abs(rising - 50_000)).toBeLessThan(1_500);
  });
});
