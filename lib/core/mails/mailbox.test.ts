import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sealSession, sessionCookieName } from "@/lib/http/operator-session";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { newId } from "@/lib/kernel/ids";
import { answer, call } from "@/lib/testing/call-route";
import { makeOperator, type SignedIn } from "@/lib/testing/make-operator";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { createApiToken } from "../api-tokens/create-api-token";
import { STRETCH } from "../keyset";
import { createSite } from "../sites/create-site";
import { requireSite } from "../sites/require-site";
import { getMail } from "./get-mail";
import { searchMails } from "./search-mails";

let before: Env;
beforeEach(() => {
  before = env();
});
afterEach(() => setEnv(before));

const HTML = "<!DOCTYPE html><html><head><title>x</title></head><body><script>alert(1)</script><p>Hello</p></body></html>";
const row = (recipient: string) => {
  const id = newId();
  return { id, deliveryKey: String(id), recipient, subject: `To ${recipient}`, text: "text", html: HTML, links: [] };
};
/** A mail to an operator. */
const keepOwn = async ({ operator }: SignedIn, recipient: string) =>
  (await operator.db.mail.create({ data: row(recipient), select: { id: true } })).id;
/** A mail of a site. */
async function keepOfSite({ operator }: SignedIn, recipient: string) {
  const { id } = await createSite(operator, { name: "Acme" });
  const site = await requireSite(operator, id);
  return (await site.db.mail.create({ data: row(recipient), select: { id: true } })).id;
}

describe("the mailbox of the dashboard", () => {
  test("shows mails of sites and mails to operators, newest first, and nobody else's", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    await keepOwn(theirs, "jane@example.com");
    await keepOfSite(theirs, "jane@example.com");
    const ids = [await keepOwn(mine, "olive@example.com"), await keepOfSite(mine, "jane@example.com")];
    const { rows } = await searchMails(mine.operator, {});
    expect(rows.map(({ id, recipient, siteName }) => [id, recipient, siteName])).toEqual([
      [ids[1], "jane@example.com", "Acme"],
      [ids[0], "olive@example.com", null],
    ]);
    expect((await searchMails(mine.operator, { search: "JANE" })).rows.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await searchMails(mine.operator, { search: "%" })).rows).toEqual([]);
    expect(await getMail(mine.operator, { id: ids[0] as bigint })).toMatchObject({
      recipient: "olive@example.com",
      siteName: null,
      senderName: null,
      html: HTML,
    });
    await sql(`UPDATE sites SET mail = '{"sender_name":"Acme Support","reply_to":"help@acme.example"}' WHERE name = 'Acme'`);
    const ofSite = { siteName: "Acme", senderName: "Acme Support", replyTo: "help@acme.example" };
    expect(await getMail(mine.operator, { id: ids[1] as bigint })).toMatchObject(ofSite);
  });

  test("somebody else's mail is one that does not exist", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    for (const id of [await keepOwn(theirs, "a@example.com"), await keepOfSite(theirs, "a@example.com"), 1n])
      await expect(getMail(mine.operator, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("shows none of a deleted site", async () => {
    const mine = await makeOperator();
    await keepOfSite(mine, "jane@example.com");
    const own = await keepOwn(mine, "olive@example.com");
    await sql("UPDATE sites SET deleted_at = now() WHERE account_id = $1", [mine.operator.scope.accountId]);
    expect((await searchMails(mine.operator, {})).rows.map(({ id }) => id)).toEqual([own]);
  });

  test("is read in stretches", async () => {
    const mine = await makeOperator();
    for (let count = 0; count < STRETCH + 1; count++) await keepOwn(mine, `user${count}@example.com`);
    const first = await searchMails(mine.operator, {});
    const second = await searchMails(mine.operator, { after: first.next });
    expect([first.rows.length, second.rows.map(({ recipient }) => recipient), second.next]).toEqual([STRETCH, ["user0@example.com"], null]);
  });

  test("is not there once mails are sent", async () => {
    const mine = await makeOperator();
    const id = await keepOwn(mine, "a@example.com");
    setEnv({ ...before, SMTP_URL: "smtp://localhost" });
    await expect(searchMails(mine.operator, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(getMail(mine.operator, { id })).rejects.toMatchObject({ code: "not_found" });
  });
});

test("GET /api/mails shows no mail to an operator: an API token does not become one", async () => {
  const mine = await makeOperator();
  const { token } = await createApiToken(mine.operator, { name: "program" });
  await keepOwn(mine, "olive@example.com");
  await keepOfSite(mine, "jane@example.com");
  for (const [query, count] of [
    ["", 1],
    ["?to=olive@example.com", 0],
    ["?to=jane@example.com", 1],
  ] as const) {
    const { body } = await answer(call("GET", `/api/mails${query}`, { token }));
    expect((body as { mails: { to: string }[] }).mails.map(({ to }) => to)).toEqual(Array(count).fill("jane@example.com"));
  }
});

describe("GET /dashboard/mailbox/:id/html", () => {
  const open = async (id: bigint | string, session?: SignedIn["session"]) =>
    call(
      "GET",
      `/dashboard/mailbox/${id}/html`,
      session ? { headers: { cookie: `a=b; ${sessionCookieName()}=${await sealSession(session)}` } } : {},
    );

  test("200: the mail, under a policy that runs nothing", async () => {
    const mine = await makeOperator();
    const response = await open(await keepOwn(mine, "a@example.com"), mine.session);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    );
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toBe(HTML.replace("<head>", '<head><base target="_blank">'));
  });

  test("404: without a session, with an ended one, with an API token, somebody else's, and what is no id", async () => {
    const [mine, theirs] = [await makeOperator(), await makeOperator()];
    const id = await keepOwn(mine, "a@example.com");
    const { apiToken } = await makeTenant();
    const answers = [
      await open(id),
      await open(id, { ...mine.session, version: 2 }),
      await open(id, theirs.session),
      await open(1n, mine.session),
      await open("x", mine.session),
      await call("GET", `/dashboard/mailbox/${id}/html`, { token: apiToken }),
    ];
    const bodies = new Set(await Promise.all(answers.map((response) => response.text())));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(404));
    expect(bodies.size).toBe(1);
    expect([...bodies].join()).not.toContain("Hello");
  });
});
