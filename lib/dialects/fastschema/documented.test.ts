import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";

let server: Awaited<ReturnType<typeof startServer>>;
let tenant: Tenant;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  tenant = await makeTenant();
});
afterAll(() => server.stop());

const TIME: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const TOKENS = {
  token: expect.stringMatching(/^eyJ/),
  expires: TIME,
  refresh_token: expect.any(String),
  refresh_token_expires: TIME,
};

/** The requests of FastSchema's documentation, as they stand. What is in angle brackets there is filled in. */
const REQUEST = {
  login: `POST /api/auth/local/login HTTP/1.1
Content-Type: application/json

{
  "login": "admin",
  "password": "your_password"
}`,
  register: `POST /api/auth/local/register HTTP/1.1
Content-Type: application/json

{
  "login": "newuser",
  "email": "newuser@example.com",
  "password": "secure_password"
}`,
  activate: `POST /api/auth/local/activate HTTP/1.1
Content-Type: application/json

{
  "token": "<activation_token_from_email>"
}`,
  sendActivation: `POST /api/auth/local/activate/send HTTP/1.1
Content-Type: application/json

{
  "email": "user@example.com"
}`,
  recover: `POST /api/auth/local/recover HTTP/1.1
Content-Type: application/json

{
  "email": "user@example.com"
}`,
  checkRecovery: `POST /api/auth/local/recover/check HTTP/1.1
Content-Type: application/json

{
  "token": "<recovery_token_from_email>"
}`,
  resetPassword: `POST /api/auth/local/recover/reset HTTP/1.1
Content-Type: application/json

{
  "token": "<recovery_token_from_email>",
  "password": "new_password"
}`,
  me: `GET /api/auth/me HTTP/1.1
Authorization: Bearer <access_token>`,
  meByCookie: `GET /api/auth/me HTTP/1.1
Cookie: token=<access_token>`,
  refresh: `POST /api/auth/token/refresh HTTP/1.1
Content-Type: application/json

{
  "refresh_token": "<refresh_token>"
}`,
  logout: `POST /api/auth/logout HTTP/1.1
Authorization: Bearer <access_token>`,
  requestOtp: `POST /api/auth/otp/request HTTP/1.1
Content-Type: application/json

{
  "email": "user@example.com"
}`,
  verifyOtp: `POST /api/auth/otp/verify HTTP/1.1
Content-Type: application/json

{
  "email": "user@example.com",
  "code": "123456"
}`,
} as const;

/** Sends a documented request to a site's address. */
async function send(request: string, values: Readonly<Record<string, string>> = {}): Promise<{ status: number; body: unknown }> {
  const text = request.replace(/<(\w+)>/g, (_, name: string) => values[name] ?? "").replace(" /api/", ` /${tenant.site.slug}/api/`);
  const [head = "", body = ""] = text.split("\n\n");
  const lines = [...head.split("\n"), `Host: ${server.host}`, `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close"];
  const answer = await server.send(`${lines.join("\r\n")}\r\n\r\n${body}`);
  return { status: answer.status, body: JSON.parse(answer.body) as unknown };
}

const mailToken = async (recipient: string) => (await newestMail(tenant, recipient)).token;

describe("the documentation's own requests", () => {
  test("register somebody, activate them, and mail the activation again", async () => {
    expect(await send(REQUEST.register)).toMatchObject({
      status: 200,
      body: { message: "Registration successful. Please activate your account." },
    });
    expect(await send(REQUEST.activate, { activation_token_from_email: await mailToken("newuser@example.com") })).toMatchObject({
      status: 200,
      body: { message: "Account activated successfully" },
    });
    expect(await send(REQUEST.sendActivation)).toMatchObject({ status: 200, body: { message: "Activation email sent" } });
  });

  test("sign in, tell who it is, renew and sign out", async () => {
    const { id } = await makeUser(tenant, "admin@example.com");
    const columns = "username = 'admin', username_canonical = 'admin', email_verified_at = now()";
    await sql(`UPDATE site_users SET ${columns} WHERE id = $1`, [id]);
    expect(await send(REQUEST.login)).toEqual({
      status: 401,
      body: {
        code: "401",
        message: "Unauthorized",
        data: { error: "invalid_credentials" },
        error: { code: "401", message: "Unauthorized", data: { error: "invalid_credentials" } },
      },
    });
    const login = await send(REQUEST.login.replace("your_password", PASSWORD));
    expect(login).toEqual({ status: 200, body: { ...TOKENS, data: TOKENS } });
    const { token, refresh_token } = login.body as { token: string; refresh_token: string };
    for (const request of [REQUEST.me, REQUEST.meByCookie]) {
      expect(await send(request, { access_token: token })).toMatchObject({
        status: 200,
        body: {
          id: expect.stringMatching(/^[\da-f-]{36}$/),
          login: "admin",
          email: "admin@example.com",
          activated: true,
          created_at: TIME,
          updated_at: TIME,
        },
      });
    }
    const renewed = await send(REQUEST.refresh, { refresh_token });
    expect(renewed).toEqual({ status: 200, body: { ...TOKENS, data: TOKENS } });
    const { token: access_token } = renewed.body as { token: string };
    expect(await send(REQUEST.logout, { access_token })).toMatchObject({ status: 200, body: { message: "Logged out successfully" } });
    expect(await send(REQUEST.me, { access_token })).toMatchObject({ status: 401, body: { code: "401" } });
  });

  test("set a new password", async () => {
    await makeUser(tenant, "user@example.com");
    expect(await send(REQUEST.recover)).toMatchObject({ status: 200, body: { message: "Recovery email sent" } });
    const values = { recovery_token_from_email: await mailToken("user@example.com") };
    expect(await send(REQUEST.checkRecovery, values)).toMatchObject({ status: 200, body: { valid: true } });
    expect(await send(REQUEST.resetPassword, values)).toMatchObject({ status: 200, body: { message: "Password reset successfully" } });
    expect(await send(REQUEST.checkRecovery, values)).toMatchObject({ status: 400, body: { code: "400", valid: false } });
  });

  test("sign in with a mailed code", async () => {
    await makeUser(tenant, "user@example.com");
    expect(await send(REQUEST.requestOtp)).toMatchObject({ status: 200, body: { message: "OTP sent to email", expires_in: 300 } });
    const { code } = await newestMail(tenant, "user@example.com");
    const verified = await send(REQUEST.verifyOtp.replace("123456", code ?? ""));
    expect(verified).toEqual({ status: 200, body: { ...TOKENS, data: TOKENS } });
  });
});

/**
 * Reads answers as FastSchema's JavaScript SDK does: `data` of a success; of a failure, and of a success with a truthy `error`, the
 * message in `error`. It sends the media type with a charset and asks with its token in the header that it is set up for.
 */
function sdk(header: "authorization" | "x-auth-token" = "authorization") {
  let token: string | undefined;
  async function ask<Data>(method: string, path: string, data?: object): Promise<Data> {
    const response = await fetch(`http://${server.host}/${tenant.site.slug}/api${path}`, {
      method,
      headers: {
        "content-type": "application/json;charset=utf-8",
        ...(token !== undefined && { [header]: header === "authorization" ? `Bearer ${token}` : token }),
      },
      body: data ? JSON.stringify(data) : null,
    });
    const body = (await response.json()) as { data: Data; error?: { message: string } };
    if (!response.ok || body.error) throw new Error(body.error?.message ?? response.statusText);
    return body.data;
  }
  return {
    ask,
    async login(data: { login: string; password: string }) {
      const tokens = await ask<{ token: string; expires: string }>("POST", "/auth/local/login", data);
      token = tokens.token;
      return { ...tokens, ...decodeJwt<{ user: Record<string, unknown> }>(tokens.token) };
    },
  };
}

describe("a client that reads as the JavaScript SDK does", () => {
  test.each(["authorization", "x-auth-token"] as const)("registers, activates, signs in and asks who it is by %s", async (header) => {
    const { ask, login } = sdk(header);
    const [username, password] = [unique("jane"), PASSWORD];
    const email = `${username}@example.com`;
    const fields = { username, email, password, confirm_password: password };
    expect(await ask("POST", "/auth/local/register", fields)).toEqual({ activation: "email" });
    const token = await mailToken(email);
    await expect(ask("POST", "/auth/local/register", fields)).rejects.toThrow("User already exists");
    await expect(login({ login: username, password })).rejects.toThrow("User is inactive");
    expect(await ask("POST", "/auth/local/activate", { token })).toEqual({ activation: "activated" });
    await expect(ask("POST", "/auth/local/activate/send", { token })).rejects.toThrow("Your account is already activated");
    await expect(login({ login: username, password: "wrong password" })).rejects.toThrow("Unauthorized");
    const { user, exp, expires } = await login({ login: username, password });
    expect(user).toMatchObject({ username, email, active: true, provider: "local", role_ids: [] });
    expect(Date.parse(expires)).toBe(Number(exp) * 1000);
    expect(await ask("GET", "/auth/me")).toMatchObject({ id: user.id, username, email, active: true, roles: [] });
    await expect(ask("POST", "/auth/google/login")).rejects.toThrow("invalid auth provider");
  });

  test("recovers a password", async () => {
    const { ask, login } = sdk();
    const { email } = await makeUser(tenant);
    expect(await ask("POST", "/auth/local/recover", { email })).toBeTruthy();
    const token = await mailToken(email);
    expect(await ask("POST", "/auth/local/recover/check", { token })).toBe(true);
    const passwords = { password: "new_password", confirm_password: "new_password" };
    expect(await ask("POST", "/auth/local/recover/reset", { token, ...passwords })).toBe(true);
    await expect(ask("POST", "/auth/local/recover/check", { token })).rejects.toThrow("Invalid token");
    expect((await login({ login: email, password: "new_password" })).token).toMatch(/^eyJ/);
  });
});
