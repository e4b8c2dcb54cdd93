import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { FASTEDITOR_PATHS, fasteditorForm, fasteditorTenant } from "@/lib/testing/fasteditor";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { en } from "./messages/en";

describe("the document's own curl", () => {
  const curl = (password: string) => `curl --location --request POST 'https://yourapidomain.com/your_signup_endpoint' \\
--header 'X-Api-Key: ************* ' \\
--header 'Content-Type: application/json' \\
--data-raw '{
"userName": "hello@login.com",
"password": "${password}",
"firstName": "John",
"lastName": "Doe",
"language": "en"
}'`;

  test("as it stands is no JSON and is refused as such; with what it means it creates the user", async () => {
    const { tenant, key } = await fasteditorTenant();
    const server = await startServer();
    const run = async (text: string) => {
      const script = text
        .replace("https://yourapidomain.com/your_signup_endpoint", `http://${server.host}/${tenant.site.slug}/fasteditor/signup`)
        .replace("*************", key);
      const { stdout } = await promisify(execFile)("sh", ["-c", `${script} --silent --write-out ' %{http_code}'`]);
      return { status: Number(stdout.slice(-3)), body: JSON.parse(stdout.slice(0, -4)) };
    };
    try {
      expect(await run(curl("#9ske%ls9\\#DS1"))).toEqual({ status: 400, body: { message: en.unreadable, code: "INVALID_JSON" } });
      const { status, body } = await run(curl("#9ske%ls9#DS1"));
      expect([status, body]).toEqual([201, { id: body.id, firstName: "John", lastName: "Doe", userName: "hello@login.com" }]);
      const rows = await sql("SELECT uuid AS id, first_name, last_name, email, locale, username, name FROM site_users WHERE site_id = $1", [
        tenant.site.id,
      ]);
      const names = { first_name: "John", last_name: "Doe", name: "John Doe" };
      expect(rows).toEqual([{ id: body.id, ...names, email: "hello@login.com", locale: "en", username: null }]);
    } finally {
      await server.stop();
    }
  });
});

describe("a body", () => {
  const SHAPES: unknown[] = [
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202e",
    "\ufffd",
    "null",
    "%",
    "x".repeat(20_000),
    "é".repeat(2_000),
    "😀".repeat(100),
    "' OR 1=1 --",
    "<script>",
    "a\r\nb: c",
    "{}",
    "[]",
    "__proto__",
    [],
    [null],
    ["a"],
    [[]],
    {},
    { a: 1 },
    { not: "" },
    { contains: "@" },
    { length: 8 },
    { toString: 1 },
    { constructor: {} },
    [{}],
    ["jane@example.com"],
    { email: "jane@example.com" },
    "jane@",
    "@",
  ];

  test.each([
    ["userName", FASTEDITOR_PATHS],
    ["password", ["signup", "login"]],
    ["firstName", ["signup"]],
    ["lastName", ["signup"]],
    ["language", FASTEDITOR_PATHS],
  ] as const)("with anything as %s is never our fault", async (field, paths) => {
    const { ask } = await fasteditorTenant();
    for (const path of paths) {
      for (const value of SHAPES) {
        const { status, body } = await ask(path, { ...fasteditorForm(), [field]: value });
        expect([path, value, status >= 200 && status < 500, typeof (body.message ?? body.id ?? body.header)]).toEqual([
          path,
          value,
          true,
          "string",
        ]);
      }
    }
  });

  test("that is no object, or too large, is refused", async () => {
    const { tenant, key, ask } = await fasteditorTenant();
    for (const json of [null, true, 1, "text", [], [fasteditorForm()]]) {
      for (const path of FASTEDITOR_PATHS)
        expect(await ask(path, json)).toEqual({ status: 400, body: { message: en.userNameMissing, code: "VALIDATION_ERROR" } });
    }
    const server = await startServer();
    const headers = { host: server.host, "content-type": "application/json", "x-api-key": key };
    const large = await server.send(
      rawRequest("POST", `/${tenant.site.slug}/fasteditor/signup`, headers, JSON.stringify(fasteditorForm({ more: "x".repeat(70_000) }))),
    );
    await server.stop();
    expect([large.status, JSON.parse(large.body)]).toEqual([413, { message: en.unreadable, code: "TOO_LARGE" }]);
  });

  test("has its password taken as it is, blanks and all", async () => {
    const { ask } = await fasteditorTenant();
    for (const password of [" ".repeat(8), "  spaces around  ", "\u00e9".repeat(8)]) {
      const given = fasteditorForm({ password });
      expect((await ask("signup", given)).status).toBe(201);
      expect((await ask("login", { ...given, password: password.normalize("NFD") })).status).toBe(201);
      expect((await ask("login", { ...given, password: `${password} ` })).status).toBe(401);
    }
  });

  test("may hold more than we know", async () => {
    const { ask } = await fasteditorTenant();
    expect((await ask("signup", fasteditorForm({ id: 5, role: "admin", emailVerified: true, metadata: { a: 1 } }))).status).toBe(201);
  });

  test("cannot prove an address, or say anything else that is not the user's to say", async () => {
    const { tenant, ask } = await fasteditorTenant();
    await ask(
      "signup",
      fasteditorForm({
        email_verified: true,
        emailVerified: true,
        emailVerifiedAt: "2026-01-01",
        activated: true,
        locale: "de",
        name: "X",
      }),
    );
    const rows = await sql("SELECT email_verified_at, locale, name, external_id FROM site_users WHERE site_id = $1", [tenant.site.id]);
    expect(rows).toEqual([{ email_verified_at: null, locale: "en", name: null, external_id: null }]);
  });
});
