import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonFaultAt } from "./json-fault";

test.each([
  ["", 0],
  ["  ", 2],
  ["{", 1],
  ["}", 0],
  ["abc", 0],
  ["nul", 0],
  ['{"email": }', 10],
  ['{"email": "a",}', 14],
  ["{'email'}", 1],
  ['{"email" "a"}', 9],
  ['{"email": "a"', 13],
  ['{"email": "a', 10],
  ['{"email": "a\n"}', 10],
  ['{"a": 1} x', 9],
  ["[1 2]", 3],
  ["[1,]", 3],
  ["[1}", 2],
  ["01", 1],
  ['"\\x"', 0],
])("%j fails at %i", (text, at) => {
  expect(jsonFaultAt(text)).toBe(at);
});

test("whatever is cut off or has something behind it fails there, and not before", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(jsonFaultAt(`${json}!`)).toBe(json.length);
      expect(jsonFaultAt(`[${json}`)).toBe(json.length + 1);
    }),
    { numRuns: 200 },
  );
});

test("is told for the worst of 64 kB in no time", () => {
  for (const text of [
    '"'.repeat(60_001),
    "[".repeat(60_000),
    `{"a":"${"\\".repeat(60_000)}`,
    " ".repeat(60_000),
    `"${"a".repeat(60_000)}`,
    `"${"a".repeat(65_000)}" x`,
  ])
    expect(jsonFaultAt(text)).toBeLessThanOrEqual(text.length);
});
