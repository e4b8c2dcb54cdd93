import { expect, test } from "vitest";
import { hasLoginMethods } from "./user";

test.each([
  [null, true],
  ["nonsense", true],
  ["1.15,1.16,1.17", false],
  ["1.16,1.18", true],
  ["1.19", true],
  ["2.0", false],
  ["1.18,2.0", false],
  ["1.16, 2.0, 3.0, 3.1, 4.0", true],
  ["3.1,4.0,4.1,4.2", true],
])("a client of the versions %j is told how a user signs in: %j", (versions, told) => {
  expect(hasLoginMethods(new Headers(versions === null ? {} : { "fdi-version": versions }))).toBe(told);
});
