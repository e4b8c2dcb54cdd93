import { beforeEach, describe, expect, test } from "vitest";
import { createOwnerLink } from "@/lib/core/accounts/owner-link";
import { call } from "@/lib/testing/call-route";
import { seen, send, tally } from "@/lib/testing/hosted-pages";
import { unique } from "@/lib/testing/make-tenant";
import { rowsOf, sql } from "@/lib/testing/sql";
import { operatorOf } from "./operator-session";

const PATH = "/dashboard/owner";
const OWNER = { name: "Ada", password: "fifteen characters" };
const owner = (token: string) => ({ ...OWNER, token, email: `${unique("ada")}@example.com` });

let token = "";
beforeEach(async () => {
  token = new URL(await createOwnerLink()).searchParams.get("token") ?? "";
});

describe("200", () => {
  test("the link shows a form and is not spent by looking", async () => {
    for (let visit = 0; visit < 3; visit++) {
      const page = await seen(call("GET", `${PATH}?token=${token}`));
      expect({ status: page.status, fields: page.fields }).toEqual({ status: 200, fields: { token, name: "", email: "", password: "" } });
      expect(page.headers.get("cache-control")).toBe("no-store");
      expect(page.headers.get("referrer-policy")).toBe("same-origin");
      expect(page.headers.get("content-security-policy")).toContain("form-action 'self';");
    }
  });
});

describe("303", () => {
  test("posting it signs the operator in and leads on; the link is dead afterwards and so is the next post", async () => {
    const page = await send(PATH, owner(token));
    expect({ status: page.status, location: page.headers.get("location") }).toEqual({ status: 303, location: "/dashboard/sites/new" });
    expect(page.headers.get("cache-control")).toBe("no-store");
    const [, session, rest] = /^next-auth\.session-token=([^;]+)(.*)$/.exec(page.headers.get("set-cookie") ?? "") ?? [];
    expect(rest).toBe("; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax");
    expect((await operatorOf(session))?.operator).toMatchObject({ name: "Ada", sessionVersion: 1 });
    expect((await call("GET", `${PATH}?token=${token}`)).status).toBe(422);
    const again = await send(PATH, owner(token));
    expect({ status: again.status, cookie: again.headers.get("set-cookie") }).toEqual({ status: 422, cookie: null });
  });

  test("16 posts of one link at once: one account", async () => {
    const before = await rowsOf("accounts");
    const answers = await Promise.all(Array.from({ length: 16 }, () => send(PATH, owner(token))));
    expect(tally(answers)).toEqual({ 303: 1, 422: 15 });
    expect(await rowsOf("accounts")).toBe(before + 1);
  });
});

describe("403", () => {
  test.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("%j takes no possession", async (headers) => {
    const before = await rowsOf("accounts");
    expect((await send(PATH, owner(token), headers)).status).toBe(403);
    expect(await rowsOf("accounts")).toBe(before);
    expect((await send(PATH, owner(token), { origin: "http://signin.localhost" })).status).toBe(303);
  });
});

describe("422", () => {
  test.each(["", "own_", `own_${"A".repeat(48)}`, "x".repeat(3_000), "own_\0"])("a made-up link: %j", async (made) => {
    for (const page of [await seen(call("GET", `${PATH}?token=${encodeURIComponent(made)}`)), await send(PATH, owner(made))]) {
      expect(page.status).toBe(422);
      expect(page.fields).toEqual({});
    }
  });

  test("no link at all", async () => {
    expect((await call("GET", PATH)).status).toBe(422);
    const { token: _, ...form } = owner(token);
    expect((await send(PATH, form)).status).toBe(422);
  });

  test("an expired link, and one that a newer link has replaced", async () => {
    const older = token;
    await createOwnerLink();
    expect((await call("GET", `${PATH}?token=${older}`)).status).toBe(422);
    expect((await send(PATH, owner(older))).status).toBe(422);
    await sql("UPDATE owner_links SET expires_at = now()");
    expect((await send(PATH, owner(token))).status).toBe(422);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["a password of fourteen characters", { password: "14 characters!" }, ["password"]],
    ["no address", { email: "" }, ["email"]],
    ["what is no address", { email: "ada" }, ["email"]],
    ["a name with control characters", { name: "A\u0000" }, ["name"]],
  ])("%s costs nobody the link, and what was typed is kept but for the password", async (_, wrongForm, wrong) => {
    const form = { ...owner(token), ...wrongForm };
    const page = await send(PATH, form);
    expect(page).toMatchObject({ status: 422, wrong });
    expect(page.fields).toEqual({ token, name: form.name, email: form.email, password: "" });
    expect((await send(PATH, owner(token))).status).toBe(303);
  });

  test("an address that an operator has already", async () => {
    const form = owner(token);
    expect((await send(PATH, form)).status).toBe(303);
    const next = new URL(await createOwnerLink()).searchParams.get("token") ?? "";
    expect(await send(PATH, { ...form, token: next })).toMatchObject({ status: 422, wrong: ["email"] });
    expect((await send(PATH, owner(next))).status).toBe(303);
  });
});

describe("other refusals", () => {
  test.each([
    [405, "PUT", {}],
    [415, "POST", { body: "{}", headers: { "content-type": "application/json" } }],
    [400, "POST", { body: "token=a&token=b", headers: { "content-type": "application/x-www-form-urlencoded" } }],
    [413, "POST", { body: `token=${"a".repeat(65_536)}`, headers: { "content-type": "application/x-www-form-urlencoded" } }],
  ] as const)("%d", async (status, method, init) => {
    expect((await call(method, PATH, init)).status).toBe(status);
  });
});
