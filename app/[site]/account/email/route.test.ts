import { describe, expect, test } from "vitest";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeUser, unique } from "@/lib/testing/make-tenant";
import { ownAccount, proofGetsOld } from "@/lib/testing/own-account";
import { sql } from "@/lib/testing/sql";

const JUST_SENT =
  "A mail was asked for a moment ago, and is on its way if this address can be used here. You can ask for another one in a minute.";

const fresh = () => `${unique("new")}@example.com`;
const other = (code: string | null, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, "0");
const addressOf = async ({ id }: { id: bigint }) =>
  (
    await sql<{ email: string; proved: boolean }>("SELECT email, email_verified_at IS NOT NULL AS proved FROM site_users WHERE id = $1", [
      id,
    ])
  )[0];

async function asked(email = fresh()) {
  const own = await ownAccount();
  const path = `${own.base}/account/email`;
  const ask = (typed = email) => own.browser.post(path, { act: "ask", email: typed });
  const confirm = (shown: Record<string, string>) => own.browser.post(path, { act: "confirm", ...shown });
  return { ...own, path, email, ask, confirm, first: await ask() };
}

describe("another address", () => {
  test.each(["code", "link"])("takes the place of the old one once it is proved by the mail's %s, and the old one is told", async (by) => {
    const { tenant, user, browser, path, email, confirm, first } = await asked();
    expect(first).toMatchObject({ status: 303, location: path });
    expect(await addressOf(user)).toEqual({ email: user.email, proved: false });
    const mail = await newestMail(tenant, email);
    expect(mail.path).toMatch(new RegExp(`^${path}\\?token=chg_`));
    const page = await browser.open(by === "link" ? (mail.path ?? "") : path);
    expect(page.html).toContain(email);
    expect(await addressOf(user)).toEqual({ email: user.email, proved: false });
    const shown: Record<string, string> =
      by === "link" ? { token: page.fields.token ?? "" } : { code: ` ${mail.code?.slice(0, 3)}-${mail.code?.slice(3)}` };
    expect(await confirm(shown)).toMatchObject({ status: 303, location: `${path}?done=changed` });
    expect(await addressOf(user)).toEqual({ email, proved: true });
    expect((await browser.open(`${path}?done=changed`)).html).toContain("Your e-mail address was changed.");
    const [told, ...more] = await mailsTo(tenant, user.email);
    expect(more).toEqual([]);
    expect(told?.subject).toBe("Your e-mail address at Acme was changed");
    expect(told?.text).toContain("If this wasn’t you");
    expect(told?.text).not.toContain(email);
    expect((await confirm(shown)).status).toBe(422);
  });

  test("is asked for by whoever has just proved who they are, and by nobody else", async () => {
    const { user, base, browser, path, ask } = await asked();
    await sql("DELETE FROM email_changes WHERE site_user_id = $1", [user.id]);
    await proofGetsOld(user);
    const to = `${base}/account/confirm?to=account%2Femail`;
    expect(await browser.open(path)).toMatchObject({ status: 303, location: to });
    expect(await ask()).toMatchObject({ status: 303, location: to });
    expect(await sql("SELECT 1 FROM email_changes WHERE site_user_id = $1", [user.id])).toEqual([]);
  });

  test("that somebody else has: the answers are the same, they are told, and nothing proves it", async () => {
    const free = await asked();
    const taken = await ownAccount();
    const owner = await makeUser(taken.tenant);
    const path = `${taken.base}/account/email`;
    const answer = await taken.browser.post(path, { act: "ask", email: owner.email.toUpperCase() });
    expect({ status: answer.status, location: answer.location }).toEqual({ status: 303, location: path });
    const pages = [await free.browser.open(free.path), await taken.browser.open(path)];
    const plain = (html: string) => html.replace(/[\w-]+@example\.com/gi, "x").replaceAll(/acme-\w+/g, "slug");
    expect(plain(pages[1]?.html ?? "")).toBe(plain(pages[0]?.html ?? ""));
    const [told] = await mailsTo(taken.tenant, owner.email);
    expect(told?.code).toBeNull();
    const wrong = await taken.browser.post(path, { act: "confirm", code: "123456" });
    expect(wrong).toMatchObject({ status: 422, alert: "That code is wrong or has expired" });
    expect(await addressOf(taken.user)).toEqual({ email: taken.user.email, proved: false });
  });

  test("that somebody else gets before it is proved is nobody's to take", async () => {
    const { tenant, user, email, confirm } = await asked();
    const { code } = await newestMail(tenant, email);
    await makeUser(tenant, email);
    expect((await confirm({ code: code ?? "" })).status).toBe(422);
    expect((await addressOf(user))?.email).toBe(user.email);
  });

  test("proved by sixteen at once is changed once, and three guesses are all", async () => {
    const { tenant, user, email, confirm } = await asked();
    const { code, token } = await newestMail(tenant, email);
    for (const by of [1, 2, 3]) expect((await confirm({ code: other(code, by) })).status).toBe(422);
    expect((await confirm({ code: code ?? "" })).status).toBe(422);
    const answers = await Promise.all(Array.from({ length: 16 }, () => confirm({ token: token ?? "" })));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await addressOf(user)).toEqual({ email, proved: true });
  });

  test("cannot be proved by somebody else's session, by an older mail, or after it was left", async () => {
    const { tenant, base, signIn, email, ask, confirm, browser, path } = await asked();
    const { token } = await newestMail(tenant, email);
    const stranger = await signIn((await makeUser(tenant)).email);
    expect((await stranger.post(`${base}/account/email`, { act: "confirm", token: token ?? "" })).status).toBe(422);
    await ask(fresh());
    expect((await confirm({ token: token ?? "" })).status).toBe(422);
    const last = fresh();
    await ask(last);
    const newest = await newestMail(tenant, last);
    expect(await browser.post(path, { act: "cancel" })).toMatchObject({ status: 303 });
    expect((await confirm({ token: newest.token ?? "" })).status).toBe(422);
  });

  test("asked for again within a minute mails once; what is on its way counts, and another browser's wish has to wait", async () => {
    const own = await ownAccount({ attackProtection: { mails_per_minute: 1 } });
    const [path, email] = [`${own.base}/account/email`, fresh()];
    const ask = () => own.browser.post(path, { act: "ask", email });
    for (let time = 0; time < 3; time++) expect(await ask()).toMatchObject({ status: 303, location: path });
    const [mail, ...more] = await mailsTo(own.tenant, email);
    expect(more).toEqual([]);
    const another = await own.signIn((await makeUser(own.tenant)).email);
    const refused = await another.post(path, { act: "ask", email });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(refused.alert).toBe(JUST_SENT);
    expect(await own.browser.post(path, { act: "confirm", token: mail?.token ?? "" })).toMatchObject({ status: 303 });
    expect(await addressOf(own.user)).toEqual({ email, proved: true });
  });

  test.each(["", "nobody", "a@b@c", "x".repeat(300)])("is an address: %j", async (typed) => {
    const { browser, base } = await ownAccount();
    expect(await browser.post(`${base}/account/email`, { act: "ask", email: typed })).toMatchObject({ status: 422, wrong: ["email"] });
  });
});
