import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteContext } from "@/lib/db/resolve";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { makeTenant } from "@/lib/testing/make-tenant";
import { guardedFetch } from "./guarded-fetch";

let server: Awaited<ReturnType<typeof startHook>>;
let context: SiteContext;
beforeAll(async () => {
  server = await startHook(answering(200, { some: "thing" }));
  allowLoopback();
  ({ context } = await makeTenant());
});
afterAll(() => server.stop());

/** How many calls it takes to be told something twice. */
async function callsForTwo(path: string): Promise<number> {
  const before = server.received.length;
  const fetch = guardedFetch(context);
  for (let time = 0; time < 2; time++)
    await (
      await fetch(`http://localhost:${server.port}${path}`, { method: "GET", headers: {}, body: undefined, redirect: "manual" })
    ).text();
  return server.received.length - before;
}

test("what an issuer says of itself is asked for once; its keys, and what it says of a person, are not kept, wherever they stand", async () => {
  expect(await callsForTwo("/realm/.well-known/openid-configuration")).toBe(1);
  for (const path of ["jwks.json", "openid-configuration/jwks", "userinfo", "openid-configuration?of=somebody"])
    expect([path, await callsForTwo(`/.well-known/${path}`)]).toEqual([path, 2]);
});

test("nor is a document that is longer than any", async () => {
  server.answer = answering(200, { issuer: "x".repeat(32_768) });
  expect(await callsForTwo("/long/.well-known/openid-configuration")).toBe(2);
});
