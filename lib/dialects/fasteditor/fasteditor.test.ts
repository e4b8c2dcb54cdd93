import { describe, expect, test } from "vitest";
import { signIn } from "@/lib/core/sign-in/sign-in";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { deleteSite } from "@/lib/core/sites/delete-site";
import { updateSite } from "@/lib/core/sites/update-site";
import { TALLY_KEYS } from "@/lib/db/failure-tally";
import { AppError, ERRORS, type ErrorCode } from "@/lib/kernel/errors";
import { askFasteditor, FASTEDITOR_PATHS, fasteditorForm, fasteditorKey, fasteditorTenant } from "@/lib/testing/fasteditor";
import { allowLoopback, answering, startHook } from "@/lib/testing/hook";
import { mailsTo } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { fasteditor } from ".";
import { MESSAGES, messagesIn } from "./messages";
import { en } from "./messages/en";

const VISITOR: Visitor = { ip: "192.0.2.1", browserHash: null, program: true, language: "en", aside: (wait) => wait() };

describe("a user", () => {
  test("has one id, whatever they come by, and no session, token or cookie", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const given = fasteditorForm({ userName: `${unique("Jane")}@Example.com`, firstName: "Jané", lastName: "" });
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
    const { tenant, ask } = await fasteditorTenant();
    const { body } = await ask("signup", fasteditorForm({ userName: "Jane" }));
    expect(body).toEqual({ id: body.id, userName: "Jane" });
    expect(await ask("login", fasteditorForm({ userName: "jANE" }))).toEqual({ status: 201, body });
    expect(await ask("signup", fasteditorForm({ userName: "JANE" }))).toMatchObject({ status: 409, body: { code: "USER_EXISTS" } });
    expect((await ask("forgot-password", { userName: "jane", language: "en" })).status).toBe(201);
    expect(await sql("SELECT 1 FROM mails WHERE site_id = $1", [tenant.site.id])).toEqual([]);
  });

  test("keeps the language they were shown; one that is none is not kept", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const cases = {
      nl: "nl",
      "en-gb": "en-GB",
      "zh-hant-tw": "zh-Hant-TW",
      "no language": null,
      en_US: null,
      [`x${"y".repeat(400)}`]: null,
    };
    for (const [language, locale] of Object.entries(cases)) {
      const { status, body } = await ask("signup", fasteditorForm({ language }));
      expect([status, await sql("SELECT locale FROM site_users WHERE site_id = $1 AND uuid = $2", [tenant.site.id, body.id])]).toEqual([
        201,
        [{ locale }],
      ]);
    }
  });

  test("is mailed a reset at their stored address, asked for by either of their names", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const { id, email } = await makeUser(tenant);
    await sql("UPDATE site_users SET username = 'Jane', username_canonical = 'jane' WHERE id = $1", [id]);
    for (const userName of [email.toUpperCase(), "JANE"]) await ask("forgot-password", { userName });
    const mails = await mailsTo(tenant, email);
    expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill("Reset your password for Acme"));
  });

  test("who signs up 16 times at once is one", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const given = fasteditorForm();
    const statuses = (await Promise.all(Array.from({ length: 16 }, () => ask("signup", given)))).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, ...Array(15).fill(409)]);
    expect(await tenant.context.db.siteUser.count({ where: {} })).toBe(1);
  });

  test("who is deleted is unknown, and begins from nothing with the same name", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const given = fasteditorForm();
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
    const { tenant, ask } = await fasteditorTenant({ emailVerification: "required" });
    const fresh = fasteditorForm();
    const { email } = await makeUser(tenant);
    const refusal = { status: 403, body: { message: en.checkMail, code: "EMAIL_NOT_VERIFIED" } };
    expect(await ask("signup", fresh)).toEqual(refusal);
    expect(await ask("signup", fasteditorForm({ userName: email }))).toEqual(refusal);
    expect(await ask("login", fasteditorForm({ userName: email }))).toEqual(refusal);
    expect(await mailsTo(tenant, fresh.userName)).toMatchObject([{ subject: "Confirm your e-mail address for Acme" }]);
    const subjects = (await mailsTo(tenant, email)).map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual(["Confirm your e-mail address for Acme", "You already have an account at Acme"]);
    await sql("UPDATE site_users SET email_verified_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect((await ask("login", fresh)).status).toBe(201);
  });
});

describe("the key", () => {
  test("lets in at its own site, until another is made", async () => {
    const { tenant, key } = await fasteditorTenant();
    const [sibling, without] = [await addSite(tenant), await addSite(tenant)];
    const others = [await fasteditorKey(sibling), await fasteditorKey(await makeTenant()), tenant.site.clientSecret, tenant.apiToken];
    const newest = await fasteditorKey(tenant);
    const bad = [key, ...others, "", "fek_", newest.slice(0, -1), `${newest}A`, newest.toUpperCase(), `${newest}, ${newest}`];
    const refusal = { status: 401, body: { message: en.notSetUp, code: "INVALID_API_KEY" } };
    await changingNothing(async () => {
      for (const path of FASTEDITOR_PATHS)
        for (const wrong of bad) expect(await askFasteditor(tenant, wrong, path, fasteditorForm())).toEqual(refusal);
      for (const site of [sibling, without]) expect(await askFasteditor(site, newest, "signup", fasteditorForm())).toEqual(refusal);
    });
    expect((await askFasteditor(tenant, newest, "signup", fasteditorForm())).status).toBe(201);
  });

  test("opens nothing of a site that is deleted, or that does not speak FastEditor", async () => {
    const { tenant, ask } = await fasteditorTenant();
    await updateSite(tenant.account, { id: tenant.site.id }, { dialects: { fasteditor: { enabled: false } } });
    for (const path of FASTEDITOR_PATHS) expect((await ask(path, fasteditorForm())).status).toBe(404);
    await updateSite(tenant.account, { id: tenant.site.id }, { dialects: { fasteditor: { enabled: true } } });
    expect((await ask("login", fasteditorForm())).status).toBe(401);
    await deleteSite(tenant.account, { id: tenant.site.id });
    for (const path of FASTEDITOR_PATHS) expect((await ask(path, fasteditorForm())).status).toBe(404);
  });
});

describe("wrong passwords", () => {
  test("close a user name after ten, known or not, and nobody else's, though all come from one address", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const right = fasteditorForm({ userName: (await makeUser(tenant)).email });
    const [known, unknown] = [fasteditorForm({ userName: (await makeUser(tenant)).email }), fasteditorForm()];
    for (const given of [known, unknown]) {
      const statuses = [];
      for (let attempt = 0; attempt < 12; attempt++) statuses.push((await ask("login", { ...given, password: "wrong password" })).status);
      expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    }
    expect((await ask("login", known)).status).toBe(429);
    await expect(signIn(tenant.context, { email: known.userName, password: PASSWORD }, VISITOR)).rejects.toMatchObject({
      code: "too_many_attempts",
    });
    const budgets = [tenant.site.id, TALLY_KEYS];
    await sql("UPDATE attempts SET count = 1000 WHERE site_id = $1 AND key <> ALL ($2) AND count < 10", budgets);
    expect((await ask("login", right)).status).toBe(201);
    expect(await sql("SELECT 1 FROM attempts WHERE site_id = $1 AND key <> ALL ($2)", budgets)).toHaveLength(2);
  });

  test("and unknown names, and those of blocked users, are answered alike", async () => {
    const { tenant, ask } = await fasteditorTenant();
    const { id, email } = await makeUser(tenant);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
    const answers = [
      await ask("login", fasteditorForm()),
      await ask("login", fasteditorForm({ userName: (await makeUser(tenant)).email, password: "wrong password" })),
      await ask("login", fasteditorForm({ userName: email })),
      await ask("login", fasteditorForm({ userName: "nobody" })),
      await ask("login", fasteditorForm({ userName: "@" })),
    ];
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    const forgotten = [email, fasteditorForm().userName, "nobody", "@", "a b"].map((userName) => ask("forgot-password", { userName }));
    expect(new Set((await Promise.all(forgotten)).map((one) => JSON.stringify(one))).size).toBe(1);
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
    const { ask } = await fasteditorTenant();
    const { body } = await ask("forgot-password", { userName: "jane" }, { "accept-language": "de-DE,de;q=0.9" });
    expect(body.header).toBe(MESSAGES.get("de")?.resetHeader);
  });
});

describe("a site with a user system of its own", () => {
  test("has its words shown, and tells it the name and the language", async () => {
    allowLoopback();
    const hook = await startHook(answering(422, { message: "Nur für Mitglieder." }));
    const { ask } = await fasteditorTenant({ signupEndpoint: { url: `http://localhost:${hook.port}/users`, apiKey: "the-key" } });
    const given = fasteditorForm({ firstName: "Jane", language: "de-at" });
    expect(await ask("signup", given)).toEqual({ status: 422, body: { message: "Nur für Mitglieder.", code: "REFUSED" } });
    hook.answer = answering(201, { id: "7" });
    expect((await ask("signup", fasteditorForm({ userName: "Jane", language: "de" }))).status).toBe(201);
    await hook.stop();
    expect(hook.received.map(({ body }) => JSON.parse(body))).toEqual([
      { userName: given.userName, password: PASSWORD, firstName: "Jane", language: "de" },
      { userName: "Jane", password: PASSWORD, language: "de" },
    ]);
  });
});

test("every refusal of the catalogue is a message and a code, and nothing else", () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const { status, body } = fasteditor.refuse(new AppError(code, { detail: "secret" }));
    expect([status >= 400, Object.keys(body as object)]).toEqual([true, ["message", "code"]]);
    expect(Object.values(en)).toContain((body as { message: string }).message);
  }
});
