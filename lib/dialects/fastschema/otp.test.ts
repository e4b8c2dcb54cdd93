import { beforeEach, describe, expect, test } from "vitest";
import { answer, call } from "@/lib/testing/call-route";
import { tally } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";

let tenant: Tenant;
beforeEach(async () => {
  tenant = await makeTenant();
});

type Body = Record<string, unknown> & { data: Record<string, unknown> };

const post = (path: string, json: unknown, { site } = tenant) =>
  answer(call("POST", `/${site.slug}/api/auth/${path}`, { json })) as Promise<{ status: number; body: Body }>;

/** Asks for a code. */
const ask = async (email: string) => String((await post("otp/request", { email })).body.session_id);
const codeOf = async (email: string) => (await newestMail(tenant, email)).code ?? "";
const wrongOf = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, "0");

const refused = (status: number, error: string) => ({ status, body: expect.objectContaining({ data: { error } }) });

describe("a code", () => {
  test("signs in by the session or by the address, once, and proves the address", async () => {
    const { email } = await makeUser(tenant);
    expect(await post("local/login", { login: email, password: PASSWORD })).toEqual(refused(401, "user_inactive"));
    await runJobs();
    const session_id = await ask(email);
    const shown = { session_id, otp: await codeOf(email) };
    const { status, body } = await post("otp/verify", shown);
    expect([status, Object.keys(body)]).toEqual([200, ["token", "expires", "refresh_token", "refresh_token_expires", "data"]]);
    expect(await post("otp/verify", shown)).toEqual(refused(422, "invalid_otp"));
    await ask(email);
    const again = await post("otp/verify", { email: ` ${email.toUpperCase()}`, code: await codeOf(email) });
    const headers = { authorization: `Bearer ${again.body.token}` };
    expect(await (await call("GET", `/${tenant.site.slug}/api/auth/me`, { headers })).json()).toMatchObject({ email, activated: true });
    expect((await post("token/refresh", { refresh_token: again.body.refresh_token })).status).toBe(200);
  });

  test("has the length, the life and the guesses that are set", async () => {
    const set = { otp_length: 8, otp_seconds: 60, otp_attempts: 1 };
    await sql("UPDATE sites SET dialects = jsonb_build_object('fastschema', $2::jsonb) WHERE id = $1", [tenant.site.id, set]);
    const { email } = await makeUser(tenant);
    expect((await post("otp/request", { email })).body).toMatchObject({ expires_in: 60, data: { expires_in: 60 } });
    const code = await codeOf(email);
    expect(code).toMatch(/^\d{8}$/);
    expect(await post("otp/verify", { email, code: "1" })).toEqual(refused(422, "invalid_otp"));
    expect(await post("otp/verify", { email, code })).toEqual(refused(429, "too_many_attempts"));
    await ask(email);
    await sql("UPDATE email_codes SET expires_at = now()");
    expect(await post("otp/verify", { email, code: await codeOf(email) })).toEqual(refused(422, "otp_expired"));
  });

  test("that is guessed at three times is dead; a new one is not, and voids the one before", async () => {
    const { email } = await makeUser(tenant);
    const session_id = await ask(email);
    const otp = await codeOf(email);
    for (const by of [1, 2, 3])
      expect(await post("otp/verify", { session_id, otp: wrongOf(otp, by) })).toEqual(refused(422, "invalid_otp"));
    expect(await post("otp/verify", { session_id, otp })).toEqual(refused(429, "too_many_attempts"));
    const next = await ask(email);
    const code = await codeOf(email);
    expect(await post("otp/verify", { session_id: next, otp: code })).toMatchObject({ status: 200 });
  });

  test("is one of 60 guesses at once that are compared three times at most, and signs in once", async () => {
    const { email, id } = await makeUser(tenant);
    const session_id = await ask(email);
    const otp = await codeOf(email);
    const guesses = [...Array.from({ length: 59 }, (_, index) => wrongOf(otp, index + 1)), otp];
    const counts = tally(await Promise.all(guesses.map((guess) => post("otp/verify", { session_id, otp: guess }))));
    expect([counts[200] ?? 0, counts[422] ?? 0]).toEqual(counts[200] ? [1, 2] : [0, 3]);
    await sql("DELETE FROM attempts WHERE site_id = $1", [tenant.site.id]);
    const fresh = { session_id: await ask(email), otp: await codeOf(email) };
    const twice = tally(await Promise.all(Array.from({ length: 16 }, () => post("otp/verify", fresh))));
    expect(twice[200]).toBe(1);
    expect(await sql("SELECT id FROM sessions WHERE site_user_id = $1", [id])).toHaveLength(1 + (counts[200] ?? 0));
  });

  test("is worth nothing at another site, nor with another session", async () => {
    const sibling = await addSite(tenant);
    const { email } = await makeUser(tenant);
    const { email: other } = await makeUser(tenant);
    const session_id = await ask(email);
    const code = await codeOf(email);
    for (const shown of [
      { session_id, otp: code },
      { email, code },
    ])
      expect(await post("otp/verify", shown, sibling)).toEqual(refused(422, "invalid_otp"));
    expect(await post("otp/verify", { session_id: await ask(other), otp: code })).toEqual(refused(422, "invalid_otp"));
    expect((await post("otp/verify", { session_id, otp: code })).status).toBe(200);
  });
});

describe("an address that nobody has, and a blocked user's", () => {
  test("are answered like any, and make nobody a user", async () => {
    const told = async (email: string) => {
      const answers = [await post("otp/request", { email })];
      const session_id = answers[0]?.body.session_id;
      const mails = await mailsTo(tenant, email);
      for (const shown of [
        { session_id, otp: "x" },
        { email, code: "x" },
        { session_id, otp: "x" },
        { email, code: "x" },
      ])
        answers.push(await post("otp/verify", shown));
      return { mails: mails.length, text: JSON.stringify(answers).replace(/dev_[\w-]{48}/g, "{session}") };
    };
    const { email: known } = await makeUser(tenant);
    const { email: blocked, id } = await makeUser(tenant);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [id]);
    const { mails, text } = await told(known);
    expect([mails, text]).toEqual([1, expect.stringContaining('"status":429')]);
    expect(await told(blocked)).toEqual({ mails: 0, text });
    expect(await told(`${unique("nobody")}@example.com`)).toEqual({ mails: 0, text });
    expect(await sql("SELECT id FROM site_users WHERE site_id = $1", [tenant.site.id])).toHaveLength(2);
  });
});
