import { once } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, test } from "vitest";
import { checkState } from "./samples";

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
