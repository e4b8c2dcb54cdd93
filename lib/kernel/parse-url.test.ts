import { expect, test } from "vitest";
import { parseUrl } from "./parse-url";

test("an address is one, however often was asked before; what is none is null", () => {
  let addresses = 0;
  for (let turn = 0; turn < 50_000; turn++) if (parseUrl("https://example.com/")) addresses += 1;
  expect(addresses).toBe(50_000);
  expect(parseUrl("https://müller.example/a")?.href).toBe("https://xn--mller-kva.example/a");
  expect(["", "x", "https://", "https://[", "//example.com"].map(parseUrl)).toEqual([null, null, null, null, null]);
});
