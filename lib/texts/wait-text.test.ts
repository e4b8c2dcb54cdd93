import { expect, it } from "vitest";
import { textsOf } from ".";
import { waitText } from "./wait-text";

it.each([
  [0, "in 1 second"],
  [1, "in 1 second"],
  [1.2, "in 2 seconds"],
  [59, "in 59 seconds"],
  [60, "in 1 minute"],
  [61, "in 2 minutes"],
  [540, "in 9 minutes"],
  [5_400, "in 90 minutes"],
  [5_401, "in 2 hours"],
])("%s s is %s", (seconds, text) => {
  expect(waitText(textsOf("en"), seconds)).toBe(text);
});
