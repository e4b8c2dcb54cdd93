import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, test } from "vitest";
import { bindToken, checkState } from "./samples";

const session = createRequire(import.meta.url)("express-session");

test("the sample that checks the state lets in who comes back with that of their own session, and nobody else", async () => {
  const app = express();
  app.use(session({ secret: "x", resave: false, saveUninitialized: false }));
  const [, code = ""] = checkState.split(/^import \{ randomUUID \} .*$/m);
  new Function("app", "randomUUID", code)(app, crypto.randomUUID.bind(crypto));
  app.get("/", (request, response) => void response.send((request as unknown as { session: { state: string } }).session.state));
  app.get("/auth/callback", (_, response) => void response.send("in"));
  const server = app.listen(0);
  await once(server, "listening");
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const visit = async () => {
    const page = await fetch(at);
    return { cookie: page.headers.get("set-cookie")?.split(";")[0] ?? "", state: await page.text() };
  };
  const [jane, eve] = [await visit(), await visit()];
  const comeBack = async (query: string, cookie: string) => (await fetch(`${at}/auth/callback${query}`, { headers: { cookie } })).status;
  expect(await comeBack(`?token=t&state=${jane.state}`, jane.cookie)).toBe(200);
  for (const query of [`?token=t&state=${eve.state}`, "?token=t&state=", "?token=t"]) expect(await comeBack(query, jane.cookie)).toBe(403);
  expect(await comeBack(`?token=t&state=${jane.state}`, "")).toBe(403);
  server.closeAllConnections();
  server.close();
});

test("the sample that binds the token sends the challenge of what its session keeps, and exchanges with that", async () => {
  const app = express();
  app.use(session({ secret: "x", resave: false, saveUninitialized: false }));
  const [, code = ""] = bindToken("https://signin.example").split(/^import \{ createHash, randomBytes \} .*$/m);
  const asked: { url: string; body: string }[] = [];
  const exchange = async (url: string, { body }: { body: string }) => ({ ok: asked.push({ url, body }) > 0 });
  new Function("app", "createHash", "randomBytes", "fetch", code)(app, createHash, randomBytes, exchange);
  const server = app.listen(0);
  await once(server, "listening");
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const left = await fetch(`${at}/sign-in`, { redirect: "manual" });
  const cookie = left.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await fetch(`${at}/auth/callback?token=tkn_x`, { headers: { cookie } })).status).toBe(200);
  const { code_verifier: verifier } = JSON.parse(asked[0]?.body ?? "{}");
  expect(asked[0]?.url).toBe("https://signin.example/api/site_user_sessions/tkn_x");
  const { searchParams } = new URL(left.headers.get("location") ?? "");
  expect(Object.fromEntries(searchParams)).toEqual({
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  server.closeAllConnections();
  server.close();
});
