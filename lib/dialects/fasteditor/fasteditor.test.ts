import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { signIn } from "@/lib/core/sign-in/sign-in";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { deleteSite } from "@/lib/core/sites/delete-site";
import { updateSite } from "@/lib/core/sites/update-site";
import { answer, call } from "@/lib/testing/call-route";
import { fasteditorKey } from "@/lib/testing/fasteditor-key";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { mailsTo } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { MESSAGES, messagesIn } from "./messages";
import { en } from "./messages/en";

type Asked = { status: number; body: Record<string, string> };

const form = (more: object = {}) => ({ userName: `${unique("jane")}@example.com`, password: PASSWORD, language: "en", ...more });
const ask = ({ site }: Tenant, key: string, path: string, json: unknown, headers = {}) =>
  answer(call("POST", `/${site.slug}/fasteditor/${path}`, { json, headers: { "x-api-key": key, ...headers } })) as Promise<Asked>;
const withKey = async (site?: Parameters<typeof makeTenant>[0]) => {
  const tenant = await makeTenant(site);
  const key = await fasteditorKey(tenant);
  return { tenant, key, ask: (path: string, json: unknown, headers = {}) => ask(tenant, key, path, json, headers) };
};
const VISITOR: Visitor = { ip: "192.0.2.1", browserHash: null, program: true, language: "en", aside: (wait) => wait() };
const PATHS = ["signup", "login", "forgot-password"] as const;

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
    const { tenant, key } = await withKey();
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

describe("a user", () => {
  test("has one id, whatever they come by, and no session, token or cookie", async () => {
    const { tenant, ask } = await withKey();
    const given = form({ userName: `${unique("Jane")}@Example.com`, firstName: "Jané", lastName: "" });
    const signedUp = await ask("signup", given);
    expect(signedUp).toEqual({
      status: 201,
      body: { id: signedUp.body.id, firstName: "Jané", userName: given.userName.toLowerCase().replace("jane", "Jane") },
    });
    expect(await ask("login", { ...given, userName: given.userName.toUpperCase() })).toEqual(signedUp);
    for (const table of ["sessions", "callback_tokens"])
      expect(await sql(`SELECT 1 FROM ${table} WHERE site_id = $1`, [tenant.site.id])).toEqual([]);
    await expect(signIn(tenant.context, { email: given.userName, password: PASSWORD }, VISITOR)).resolves.toMatchObject({
      kind: "signed_in",
    });
  });

  test("may have a username and no address; it is one, in any case", async () => {
    const { tenant, ask } = await withKey();
    const { body } = await ask("signup", form({ userName: "Jane" }));
    expect(body).toEqual({ id: body.id, userName: "Jane" });
    expect(await ask("login", form({ userName: "jANE" }))).toEqual({ status: 201, body });
    expect(await ask("signup", form({ userName: "JANE" }))).toMatchObject({ status: 409, body: { code: "USER_EXISTS" } });
    expect((await ask("forgot-password", { userName: "jane", language: "en" })).status).toBe(201);
    expect(await sql("SELECT 1 FROM mails WHERE site_id = $1", [tenant.site.id])).toEqual([]);
  });

  test("keeps the language they were shown; one that is none is not kept", async () => {
    const { tenant, ask } = await withKey();
    const cases = {
      nl: "nl",
      "en-gb": "en-GB",
      "zh-hant-tw": "zh-Hant-TW",
      "no language": null,
      en_US: null,
      [`x${"y".repeat(400)}`]: null,
    };
    for (const [language, locale] of Object.entries(cases)) {
      const { status, body } = await ask("signup", form({ language }));
      expect([status, await sql("SELECT locale FROM site_users WHERE site_id = $1 AND uuid = $2", [tenant.site.id, body.id])]).toEqual([
        201,
        [{ locale }],
      ]);
    }
  });

  test("is mailed a reset at their stored address, asked for by either of their names", async () => {
    const { tenant, ask } = await withKey();
    const { id, email } = await makeUser(tenant);
    await sql("UPDATE site_users SET username = 'Jane', username_canonical = 'jane' WHERE id = $1", [id]);
    for (const userName of [email.toUpperCase(), "JANE"]) await ask("forgot-password", { userName });
    const mails = await mailsTo(tenant, email);
    expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill("Reset your password for Acme"));
  });

  test("who signs up 16 times at once is one", async () => {
    const { tenant, ask } = await withKey();
    const given = form();
    const statuses = (await Promise.all(Array.from({ length: 16 }, () => ask("signup", given)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, ...Array(15).fill(409)]);
    expect(await tenant.context.db.siteUser.count({ where: {} })).toBe(1);
  });

  test("who is deleted is unknown, and begins from nothing with the same name", async () => {
    const { tenant, ask } = await withKey();
    const given = form();
    const first = await ask("signup", given);
    const [row] = await sql<{ id: string }>("SELECT id FROM site_users WHERE uuid = $1", [first.body.id]);
    await deleteSiteUser(tenant.account, BigInt(row?.id ?? 0));
    expect((await ask("login", given)).status).toBe(401);
    const second = await ask("signup", given);
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false]);
  });
});

describe("who must prove an address first", () => {
  test("is not let in, whether new, known or right about the password, and is mailed", async () => {
    const { tenant, ask } = await withKey({ emailVerification: "required" });
    const fresh = form();
    const { email } = await makeUser(tenant);
    const refusal = { status: 403, body: { message: en.checkMail, code: "EMAIL_NOT_VERIFIED" } };
    expect(await ask("signup", fresh)).toEqual(refusal);
    expect(await ask("signup", form({ userName: email }))).toEqual(refusal);
    expect(await ask("login", form({ userName: email }))).toEqual(refusal);
    expect(await mailsTo(tenant, fresh.userName)).toMatchObject([{ subject: "Confirm your e-mail address for Acme" }]);
    const subjects = (await mailsTo(tenant, email)).map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual(["Confirm your e-mail address for Acme", "You already have an account at Acme"]);
    await sql("UPDATE site_users SET email_verified_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect((await ask("login", fresh)).status).toBe(201);
  });
});

describe("the key", () => {
  test("lets in at its own site, until another is made", async () => {
    const { tenant, key } = await withKey();
    const [sibling, without] = [await addSite(tenant), await addSite(tenant)];
    const others = [await fasteditorKey(sibling), await fasteditorKey(await makeTenant()), tenant.site.clientSecret, tenant.apiToken];
    const newest = await fasteditorKey(tenant);
    const bad = [key, ...others, "", "fek_", newest.slice(0, -1), `${newest}A`, newest.toUpperCase(), `${newest}, ${newest}`];
    const refusal = { status: 401, body: { message: en.notSetUp, code: "INVALID_API_KEY" } };
    await changingNothing(async () => {
      for (const path of PATHS) for (const wrong of bad) expect(await ask(tenant, wrong, path, form())).toEqual(refusal);
      for (const site of [sibling, without]) expect(await ask(site, newest, "signup", form())).toEqual(refusal);
    });
    expect((await ask(tenant, newest, "signup", form())).status).toBe(201);
  });

  test("opens nothing of a site that is deleted, or that does not speak FastEditor", async () => {
    const { tenant, ask } = await withKey();
    await updateSite(tenant.account, { id: tenant.site.id }, { dialects: { fasteditor: { enabled: false } } });
    for (const path of PATHS) expect((await ask(path, form())).status).toBe(404);
    await updateSite(tenant.account, { id: tenant.site.id }, { dialects: { fasteditor: { enabled: true } } });
    expect((await ask("login", form())).status).toBe(401);
    await deleteSite(tenant.account, { id: tenant.site.id });
    for (const path of PATHS) expect((await ask(path, form())).status).toBe(404);
  });
});

describe("wrong passwords", () => {
  test("close a user name after ten, known or not, and nobody else's, though all come from one address", async () => {
    const { tenant, ask } = await withKey();
    const right = form({ userName: (await makeUser(tenant)).email });
    const [known, unknown] = [form({ userName: (await makeUser(tenant)).email }), form()];
    for (const given of [known, unknown]) {
      const statuses = [];
      for (let attempt = 0; attempt < 12; attempt++) statuses.push((await ask("login", { ...given, password: "wrong password" })).status);
      expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    }
    expect((await ask("login", known)).status).toBe(429);
    await expect(signIn(tenant.context, { email: known.userName, password: PASSWORD }, VISITOR)).rejects.toMatchObject({
      code: "too_many_attempts",
    });
    await sql("UPDATE attempts SET count = 1000 WHERE site_id = $1 AND count < 10", [tenant.site.id]);
    expect((await ask("login", right)).status).toBe(201);
    expect(await sql("SELECT 1 FROM attempts WHERE site_id = $1", [tenant.site.id])).toHaveLength(2);
  });

  test("and unknown names, and those of blocked users, are answered alike", async () => {
    const { tenant, ask } = await withKey();
    const { id, email } = await makeUser(tenant);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
    const answers = [
      await ask("login", form()),
      await ask("login", form({ userName: (await makeUser(tenant)).email, password: "wrong password" })),
      await ask("login", form({ userName: email })),
      await ask("login", form({ userName: "nobody" })),
      await ask("login", form({ userName: "@" })),
    ];
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    const forgotten = [email, form().userName, "nobody", "@", "a b"].map((userName) => ask("forgot-password", { userName }));
    expect(new Set((await Promise.all(forgotten)).map((one) => JSON.stringify(one))).size).toBe(1);
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

  test.each(["userName", "password", "firstName", "lastName", "language"])("with anything as %s is never our fault", async (field) => {
    const { ask } = await withKey();
    for (const path of PATHS) {
      for (const value of SHAPES) {
        const { status, body } = await ask(path, { ...form(), [field]: value });
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
    const { tenant, key, ask } = await withKey();
    for (const json of [null, true, 1, "text", [], [form()]]) {
      for (const path of PATHS)
        expect(await ask(path, json)).toEqual({ status: 400, body: { message: en.userNameMissing, code: "VALIDATION_ERROR" } });
    }
    const server = await startServer();
    const headers = { host: server.host, "content-type": "application/json", "x-api-key": key };
    const large = await server.send(
      rawRequest("POST", `/${tenant.site.slug}/fasteditor/signup`, headers, JSON.stringify(form({ more: "x".repeat(70_000) }))),
    );
    await server.stop();
    expect([large.status, JSON.parse(large.body)]).toEqual([413, { message: en.unreadable, code: "TOO_LARGE" }]);
  });

  test("may hold more than we know", async () => {
    const { ask } = await withKey();
    expect((await ask("signup", form({ id: 5, role: "admin", emailVerified: true, metadata: { a: 1 } }))).status).toBe(201);
  });

  test("cannot prove an address, or say anything else that is not the user's to say", async () => {
    const { tenant, ask } = await withKey();
    await ask(
      "signup",
      form({ email_verified: true, emailVerified: true, emailVerifiedAt: "2026-01-01", activated: true, locale: "de", name: "X" }),
    );
    const rows = await sql("SELECT email_verified_at, locale, name, external_id FROM site_users WHERE site_id = $1", [tenant.site.id]);
    expect(rows).toEqual([{ email_verified_at: null, locale: "en", name: null, external_id: null }]);
  });
});

describe("messages", () => {
  test("are there in each language, all of them, each its own", () => {
    expect([...MESSAGES.keys()]).toEqual(["en", "nl", "de", "fr"]);
    const texts = [...MESSAGES.values()].flatMap((messages) => Object.values(messages));
    expect(new Set(texts).size).toBe(4 * Object.keys(en).length);
    for (const text of texts) expect(text).toMatch(/^\p{Lu}.*[\p{L}.]$/u);
  });

  test("are chosen by the first part of a language, and English where we speak none of it", () => {
    for (const [language, messages] of [
      ["nl", "nl"],
      ["NL-BE", "nl"],
      ["de-AT", "de"],
      ["fr_CA", "fr"],
      ["en-gb", "en"],
      ["es", "en"],
      ["", "en"],
      ["nln", "en"],
    ])
      expect(messagesIn(language ?? "")).toBe(MESSAGES.get(messages ?? ""));
  });

  test("without a language are in that of the request", async () => {
    const { ask } = await withKey();
    const { body } = await ask("forgot-password", { userName: "jane" }, { "accept-language": "de-DE,de;q=0.9" });
    expect(body.header).toBe(MESSAGES.get("de")?.resetHeader);
  });
});

describe("a site with a user system of its own", () => {
  test("has its words shown, and tells it the name and the language", async () => {
    allowLoopback();
    const hook = await startHook(answering(422, { message: "Nur für Mitglieder." }));
    const { ask } = await withKey({ signupEndpoint: { url: `http://localhost:${hook.port}/users`, apiKey: "the-key" } });
    const given = form({ firstName: "Jane", language: "de-at" });
    expect(await ask("signup", given)).toEqual({ status: 422, body: { message: "Nur für Mitglieder.", code: "REFUSED" } });
    hook.answer = answering(201, { id: "7" });
    expect((await ask("signup", form({ userName: "Jane", language: "de" }))).status).toBe(201);
    await hook.stop();
    expect(hook.received.map(({ body }) => JSON.parse(body))).toEqual([
      { userName: given.userName, password: PASSWORD, firstName: "Jane", language: "de" },
      { userName: "Jane", password: PASSWORD, language: "de" },
    ]);
  });
});
