import { expect, test, vi } from "vitest";
import { tokenEnd } from "./token-end";

test("a token ends never, in so many days, or with a day in UTC", () => {
  vi.useFakeTimers({ now: new Date("2026-12-30T10:00:00Z") });
  expect(tokenEnd("never")).toBeNull();
  expect(tokenEnd("30d")).toEqual(new Date("2027-01-29T10:00:00Z"));
  expect(tokenEnd("2027-01-31")).toEqual(new Date("2027-02-01T00:00:00Z"));
  vi.useRealTimers();
});

test.each(["", null, undefined, "90", "d", "-1d", "999999d", "2027-02-31", "2027-1-1", "tomorrow", 90])("%j is refused", (words) => {
  expect(() => tokenEnd(words)).toThrow(
    expect.objectContaining({ code: "invalid", issues: [expect.objectContaining({ path: "expiresAt" })] }),
  );
});
