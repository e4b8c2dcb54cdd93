import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, readFile: vi.fn(real.readFile) };
});

test("a script that could not be read once is read again", async () => {
  const { site } = await makeTenant();
  vi.mocked(readFile).mockRejectedValueOnce(Object.assign(new Error("too many files"), { code: "EMFILE" }));
  expect((await call("GET", `/${site.slug}/embed.js`)).status).toBe(500);
  expect((await call("GET", `/${site.slug}/embed.js`)).status).toBe(200);
});
