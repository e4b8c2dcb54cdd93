import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { answer, call } from "@/lib/testing/call-route";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";

type Body = Record<string, unknown> & { data: Record<string, unknown> };

const send = async ({ site }: Tenant, path: string, json: unknown, headers: Record<string, string> = {}) => {
  const { status, body } = await answer(call("POST", `/${site.slug}/api/auth/${path}`, { json, headers }));
  return { status, body: body as Body };
};

const me = async ({ site }: Tenant, token: unknown) =>
  (await answer(call("GET", `/${site.slug}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } }))) as {
    status: number;
    body: Body;
  };

const newcomer = () => ({ login: unique("jane"), email: `${unique("jane")}@example.com`, password: PASSWORD });

/** Registers somebody and opens their mail. */
async function active(tenant: Tenant) {
  const fields = newcomer();
  await send(tenant, "local/register", fields);
  const { token } = await newestMail(tenant, fields.email);
  await send(tenant, "local/activate", { token });
  return fields;
}

const inactive = { status: 401, body: expect.objectContaining({ data: { error: "user_inactive" } }) };
const wrong = { status: 401, body: expect.objectContaining({ data: { error: "invalid_credentials" } }) };
const wrongCode = (error: string) => ({ status: 400, body: expect.objectContaining({ data: { error } }) });

describe("somebody new", () => {
  test.each(["optional", "required"] as const)("is active once their mail is opened, where proof is %s", async (emailVerification) => {
    const tenant = await makeTenant({ emailVerification });
    const { login, email, password } = newcomer();
    const names = { first_name: "Jane", last_name: "Doe", activated: true, roles: ["admin"] };
    expect(await send(tenant, "local/register", { login, email, password, ...names })).toEqual({
      status: 200,
      body: {
        message: "Registration successful. Please activate your account.",
        activation: "email",
        data: { activation: "email" },
      },
    });
    await runJobs();
    expect(await send(tenant, "local/login", { login, password })).toEqual(inactive);
    expect(await send(tenant, "local/login", { login, password: "wrong password" })).toEqual(wrong);
    const { token } = await newestMail(tenant, email);
    expect((await send(tenant, "local/activate", { token })).status).toBe(200);
    expect(await send(tenant, "local/activate", { token })).toEqual(wrongCode("already_activated"));
    const { status, body } = await send(tenant, "local/login", { login: email.toUpperCase(), password });
    expect(status).toBe(200);
    expect((await me(tenant, body.token)).body.data).toMatchObject({
      login,
      username: login,
      email,
      first_name: "Jane",
      last_name: "Doe",
      activated: true,
      active: true,
      roles: [],
    });
  });

  test("is active at once where no proof is asked for", async () => {
    const tenant = await makeTenant({ emailVerification: "off" });
    const { email, password } = newcomer();
    const sent = { username: email, email, password, confirm_password: password };
    expect((await send(tenant, "local/register", sent)).body).toMatchObject({ activation: "auto", data: { activation: "auto" } });
    const { body } = await send(tenant, "local/login", { login: email, password });
    expect((await me(tenant, body.token)).body).toMatchObject({ login: email, username: email, activated: true });
    expect(await mailsTo(tenant, email)).toEqual([]);
  });

  test("is nobody whose address or username is taken, however it is written, nor where sign-ups are closed", async () => {
    const tenant = await makeTenant();
    const first = newcomer();
    expect((await send(tenant, "local/register", first)).status).toBe(200);
    const exists = { status: 400, body: expect.objectContaining({ message: "User already exists", data: { error: "user_exists" } }) };
    expect(await send(tenant, "local/register", { ...newcomer(), email: ` ${first.email.toUpperCase()}` })).toEqual(exists);
    expect(await send(tenant, "local/register", { ...newcomer(), login: first.login.toUpperCase() })).toEqual(exists);
    const closed = await addSite(tenant, { signUps: false });
    expect(await send(closed, "local/register", newcomer())).toMatchObject({ status: 422, body: { data: { error: "sign_ups_closed" } } });
    expect(await sql("SELECT id FROM site_users WHERE account_id = $1", [tenant.account.scope.accountId])).toHaveLength(1);
  });

  test("has another mail sent by their address, or by the token of one that has expired", async () => {
    const tenant = await makeTenant();
    const { email, ...rest } = newcomer();
    await send(tenant, "local/register", { email, ...rest });
    const first = await newestMail(tenant, email);
    await sql("UPDATE mail_tokens SET expires_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect(await send(tenant, "local/activate", { token: first.token })).toEqual(wrongCode("token_expired"));
    expect((await send(tenant, "local/activate/send", { token: first.token })).status).toBe(200);
    const second = await newestMail(tenant, email);
    expect((await send(tenant, "local/activate/send", { email })).status).toBe(200);
    const third = await newestMail(tenant, email);
    expect(new Set([first.token, second.token, third.token]).size).toBe(3);
    expect(await send(tenant, "local/activate", { token: second.token })).toEqual(wrongCode("invalid_token"));
    const elsewhere = await addSite(tenant);
    for (const path of ["local/activate", "local/activate/send"])
      expect(await send(elsewhere, path, { token: third.token })).toEqual(wrongCode("invalid_token"));
    expect((await send(tenant, "local/activate", { token: third.token })).status).toBe(200);
  });

  test("who opens their mail in a browser that nobody knows keeps nothing that a stranger may have set", async () => {
    const tenant = await makeTenant();
    const { email, login, password } = newcomer();
    await send(tenant, "local/register", { email, login, password });
    const { token } = await newestMail(tenant, email);
    expect((await send(tenant, "local/activate", { token }, { origin: "https://acme.example" })).status).toBe(200);
    expect(await send(tenant, "local/login", { login, password })).toEqual(wrong);
  });
});

describe("signing in", () => {
  test("gives a token with the claims that the SDK reads, and the lifetimes that are set", async () => {
    const day = 86_400;
    const cases: [set: object, accessS: number, refreshS: number | null][] = [
      [{}, 900, 7 * day],
      [{ refresh_tokens: false }, 7 * day, null],
      [{ access_token_seconds: 120, refresh_token_seconds: 600 }, 120, 600],
      [{ refresh_tokens: false, access_token_seconds: 60 }, 60, null],
    ];
    const tenant = await makeTenant({ emailVerification: "off" });
    const { email } = await makeUser(tenant);
    for (const [set, accessS, refreshS] of cases) {
      await sql("UPDATE sites SET dialects = jsonb_build_object('fastschema', $2::jsonb) WHERE id = $1", [tenant.site.id, set]);
      const { body } = await send(tenant, "local/login", { login: email, password: PASSWORD });
      const { data, ...fields } = body;
      expect(data).toEqual(fields);
      const claims = decodeJwt<{ user: unknown }>(String(body.token));
      expect(decodeProtectedHeader(String(body.token))).toMatchObject({ alg: "RS256", typ: "JWT" });
      expect(claims.user).toMatchObject({ username: email, email, active: true, provider: "local", role_ids: [] });
      expect([Number(claims.exp) - Number(claims.iat), new Date(Number(claims.exp) * 1000).toISOString()]).toEqual([
        accessS,
        String(body.expires).replace("Z", ".000Z"),
      ]);
      const left =
        body.refresh_token_expires === undefined ? null : Date.parse(String(body.refresh_token_expires)) / 1000 - Number(claims.iat);
      expect(refreshS === null ? left : Math.abs(Number(left) - refreshS) <= 60).toBe(refreshS === null ? null : true);
    }
  });

  test("tells nobody that a user is blocked, or has no password", async () => {
    const tenant = await makeTenant();
    const { login, password } = await active(tenant);
    const [user] = await sql<{ id: bigint }>("SELECT id FROM site_users WHERE username = $1", [login]);
    await blockSiteUser(tenant.context, BigInt(user?.id ?? 0));
    expect(await send(tenant, "local/login", { login, password })).toEqual(wrong);
  });

  test("closes after ten wrong passwords, with the seconds to wait", async () => {
    const tenant = await makeTenant();
    const login = unique("jane");
    for (let guess = 0; guess < 10; guess += 1) expect(await send(tenant, "local/login", { login, password: "x" })).toEqual(wrong);
    const closed = await call("POST", `/${tenant.site.slug}/api/auth/local/login`, { json: { login, password: "x" } });
    expect([closed.status, Number(closed.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect(await closed.json()).toMatchObject({ code: "429", error: { code: "429", data: { error: "too_many_attempts" } } });
  });
});

describe("a new password", () => {
  test("is set once with the token of a mail, ends every session, and looking at the token spends nothing", async () => {
    const tenant = await makeTenant();
    const { login, email, password } = await active(tenant);
    const before = await send(tenant, "local/login", { login, password });
    expect((await send(tenant, "local/recover", { email })).status).toBe(200);
    const { token } = await newestMail(tenant, email);
    for (let look = 0; look < 3; look += 1)
      expect(await send(tenant, "local/recover/check", { token })).toEqual({ status: 200, body: { valid: true, data: true } });
    expect((await send(tenant, "local/recover/reset", { token, password: "short" })).status).toBe(422);
    expect(await send(await addSite(tenant), "local/recover/reset", { token, password: "new_password" })).toEqual(
      wrongCode("invalid_token"),
    );
    expect((await send(tenant, "local/recover/reset", { token, password: "new_password" })).status).toBe(200);
    expect(await send(tenant, "local/recover/reset", { token, password: "new_password" })).toEqual(wrongCode("invalid_token"));
    expect((await me(tenant, before.body.token)).status).toBe(401);
    expect((await send(tenant, "token/refresh", { refresh_token: before.body.refresh_token })).status).toBe(401);
    expect(await send(tenant, "local/login", { login, password })).toEqual(wrong);
    expect((await send(tenant, "local/login", { login, password: "new_password" })).status).toBe(200);
  });

  test("activates whoever was not active: the mail proved the address", async () => {
    const tenant = await makeTenant();
    const { email, ...rest } = newcomer();
    await send(tenant, "local/register", { email, ...rest });
    await runJobs();
    await send(tenant, "local/recover", { email });
    const { token } = await newestMail(tenant, email);
    await send(tenant, "local/recover/reset", { token, password: "new_password" });
    expect((await send(tenant, "local/login", { login: email, password: "new_password" })).status).toBe(200);
  });
});
