import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { makeBrowser, seen, send, tally } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";

const NEW = "a brand new password";

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const { slug } = tenant.site;
  const path = `/${slug}/reset-password`;
  return {
    tenant,
    user,
    path,
    /** Asks for a mail and reads it. */
    async mail() {
      await send(path, { email: user.email });
      return newestMail(tenant, user.email);
    },
    /** A callback token that nobody has exchanged yet. */
    async callbackToken() {
      const { location } = await send(`/${slug}/login`, { email: user.email, password: PASSWORD });
      return new URL(location ?? "").searchParams.get("token") ?? "";
    },
    signIn: async (password: string) => (await send(`/${slug}/login`, { email: user.email, password })).status,
    exchange: (token: string) => call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken }),
  };
}

describe("200", () => {
  test("GET asks for an address", async () => {
    const { path } = await setUp();
    const page = await seen(call("GET", `${path}?state=s`));
    expect({ status: page.status, fields: page.fields }).toEqual({ status: 200, fields: { state: "s", email: "" } });
  });

  test("POST of an address answers with the form for the code, and the mail has a link and a code", async () => {
    const { tenant, user, path } = await setUp();
    const page = await send(path, { email: user.email, state: "s" });
    expect(page.status).toBe(200);
    expect(page.fields).toEqual({ state: "s", email: user.email, code: "", password: "" });
    const mail = await newestMail(tenant, user.email);
    expect(mail.links).toEqual([
      expect.stringMatching(`^http://signin\\.localhost/${tenant.site.slug}/reset-password\\?token=rst_[\\w-]{48}$`),
    ]);
    expect(mail.code).toMatch(/^\d{6}$/);
  });

  test("an address without an account gets the same answer and no mail", async () => {
    const { tenant, user, path } = await setUp();
    const unknown = `${unique("jane")}@example.com`;
    const masked = async (email: string) => {
      const { status, html, headers } = await send(path, { email });
      return { status, headers: [...headers], html: html.replaceAll(email, "somebody@example.com") };
    };
    expect(await masked(unknown)).toEqual(await masked(user.email));
    expect(await mailsTo(tenant, unknown)).toEqual([]);
    expect(await mailsTo(tenant, user.email)).toHaveLength(1);
  });

  test("the mail goes to the stored address, however it was typed", async () => {
    const { tenant, user, path } = await setUp();
    await send(path, { email: ` ${user.email.toUpperCase()}` });
    expect(await mailsTo(tenant, user.email)).toHaveLength(1);
  });

  test("opening the link shows a button and spends nothing: GET three times, HEAD, then POST", async () => {
    const { path, mail, signIn } = await setUp();
    const { path: link, token } = await mail();
    for (const method of ["GET", "GET", "HEAD", "GET"]) {
      const page = await seen(call(method, link));
      expect(page.status).toBe(200);
      if (method === "GET") expect(page.fields).toEqual({ token, password: "" });
      else expect(page.html).toBe("");
    }
    expect((await send(path, { token, password: NEW })).status).toBe(303);
    expect(await signIn(NEW)).toBe(303);
  });
});

describe("303", () => {
  test("by link: the new password signs in, the old one does not, the address is proved", async () => {
    const { tenant, user, path, mail, signIn } = await setUp();
    const { token } = await mail();
    const answer = await send(path, { token, password: NEW });
    expect(answer).toMatchObject({ status: 303, location: `/${tenant.site.slug}/login?done=password`, html: "" });
    expect([await signIn(NEW), await signIn(PASSWORD)]).toEqual([303, 401]);
    const [row] = await sql<{ proved: boolean }>("SELECT email_verified_at IS NOT NULL AS proved FROM site_users WHERE id = $1", [user.id]);
    expect(row?.proved).toBe(true);
  });

  test.each([
    ["as it is", (code: string) => code],
    ["with a space", (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ["with a hyphen and blanks", (code: string) => ` ${code.slice(0, 3)}-${code.slice(3)} `],
  ])("by code, %s: the state goes on to the sign-in page", async (_, typed) => {
    const { tenant, user, path, mail, signIn } = await setUp();
    const { code } = await mail();
    const answer = await send(path, { email: user.email.toUpperCase(), code: typed(code ?? ""), password: NEW, state: "a&b" });
    expect(answer).toMatchObject({ status: 303, location: `/${tenant.site.slug}/login?done=password&state=a%26b` });
    expect([await signIn(NEW), await signIn(PASSWORD)]).toEqual([303, 401]);
  });

  test("unused callback tokens are void, and so is every other mail of the user", async () => {
    const { tenant, user, path, mail, callbackToken, exchange } = await setUp();
    const browser = makeBrowser();
    const unused = [await callbackToken(), await callbackToken()];
    const used = await callbackToken();
    expect((await exchange(used)).status).toBe(200);
    await browser.post(`/${tenant.site.slug}/verify-email`, { email: user.email });
    const verification = await newestMail(tenant, user.email);
    const { token } = await mail();
    expect((await send(path, { token, password: NEW })).status).toBe(303);
    for (const callback of unused) {
      const answer = await exchange(callback);
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 422,
        body: { error: "Validation failed", messages: ["Token has expired"] },
      });
    }
    expect((await call("GET", verification.path)).status).toBe(422);
    expect((await send(`/${tenant.site.slug}/verify-email`, { email: user.email, code: verification.code ?? "" })).status).toBe(422);
  });

  test("callback tokens of other users stay good", async () => {
    const { tenant, path, mail, exchange } = await setUp();
    const other = await makeUser(tenant);
    const { location } = await send(`/${tenant.site.slug}/login`, { email: other.email, password: PASSWORD });
    const { token } = await mail();
    expect((await send(path, { token, password: NEW })).status).toBe(303);
    expect((await exchange(new URL(location ?? "").searchParams.get("token") ?? "")).status).toBe(200);
  });

  test("64 posts of one link at once: exactly one sets its password", async () => {
    const { path, mail, signIn } = await setUp();
    const { token } = await mail();
    const passwords = Array.from({ length: 64 }, (_, index) => `password number ${index}`);
    const answers = await Promise.all(passwords.map((password) => send(path, { token, password })));
    // A busy machine may shed some of them; nothing else happens to one.
    const { 303: won, 422: refused = 0, 503: shed = 0 } = tally(answers);
    expect({ won, rest: refused + shed }).toEqual({ won: 1, rest: 63 });
    const winner = passwords[answers.findIndex(({ status }) => status === 303)] ?? "";
    expect(await signIn(winner)).toBe(303);
  });

  test("64 posts of the right code at once: exactly one sets its password, and three at most were looked at", async () => {
    const { tenant, user, path, mail } = await setUp();
    const { code } = await mail();
    const answers = await Promise.all(Array.from({ length: 64 }, () => send(path, { email: user.email, code: code ?? "", password: NEW })));
    expect(tally(answers)[303]).toBe(1);
    const [row] = await sql<{ guesses: number }>("SELECT guesses FROM mail_tokens WHERE site_id = $1", [tenant.site.id]);
    expect(row?.guesses).toBeLessThanOrEqual(3);
  });

  test("a user without a password gets one this way", async () => {
    const { tenant, path } = await setUp();
    const email = `${unique("imported")}@example.com`;
    await call("POST", "/api/site_users", { token: tenant.apiToken, json: { site_id: Number(tenant.site.id), site_user: { email } } });
    await send(path, { email });
    const { token } = await newestMail(tenant, email);
    expect((await send(path, { token, password: NEW })).status).toBe(303);
    expect((await send(`/${tenant.site.slug}/login`, { email, password: NEW })).status).toBe(303);
  });
});

describe("422", () => {
  test.each([
    ["nothing", {}],
    ["an empty address", { email: "" }],
    ["what is no address", { email: "jane" }],
    ["an address with NUL", { email: "jane\0@example.com" }],
  ])("%s is said beside the field", async (_, form: { email?: string }) => {
    const { path } = await setUp();
    const page = await send(path, form);
    expect(page).toMatchObject({ status: 422, wrong: ["email"], alert: null });
    expect(page.fields.email).toBe(form.email ?? "");
  });

  test("a weak password costs nobody their link", async () => {
    const { path, mail } = await setUp();
    const { token } = await mail();
    for (const password of ["", "short", "x".repeat(257)]) {
      const page = await send(path, { token, password });
      expect(page).toMatchObject({ status: 422, wrong: ["password"] });
      expect(page.fields).toEqual({ token, password: "" });
    }
    expect((await send(path, { token })).status).toBe(422);
    expect((await send(path, { token, password: NEW })).status).toBe(303);
  });

  test("a weak password costs nobody a guess at the code", async () => {
    const { user, path, mail } = await setUp();
    const { code } = await mail();
    for (let attempt = 0; attempt < 5; attempt++) {
      const page = await send(path, { email: user.email, code: code ?? "", password: "short" });
      expect(page).toMatchObject({ status: 422, wrong: ["password"] });
      expect(page.fields.email).toBe(user.email);
    }
    expect((await send(path, { email: user.email, code: code ?? "", password: NEW })).status).toBe(303);
  });

  test("a used link is told so, by GET and by POST, with the way to a new one", async () => {
    const { path, mail, signIn } = await setUp();
    const { path: link, token } = await mail();
    await send(path, { token, password: NEW });
    for (const page of [await seen(call("GET", link)), await send(path, { token, password: "yet another password" })]) {
      expect(page.status).toBe(422);
      expect(page.heading).toBe("This link has expired or was already used");
      expect(page.html).toContain(`href="${path}"`);
    }
    expect(await signIn(NEW)).toBe(303);
  });

  test("an expired link is refused by the database's clock, whether or not anybody has swept", async () => {
    const { tenant, user, path, mail, signIn } = await setUp();
    const { path: link, token, code } = await mail();
    await sql("UPDATE mail_tokens SET expires_at = now() WHERE site_id = $1", [tenant.site.id]);
    expect((await call("GET", link)).status).toBe(422);
    expect((await send(path, { token, password: NEW })).status).toBe(422);
    expect((await send(path, { email: user.email, code: code ?? "", password: NEW })).status).toBe(422);
    expect(await signIn(PASSWORD)).toBe(303);
  });

  test("it lives for an hour", async () => {
    const { tenant, mail } = await setUp();
    await mail();
    const [row] = await sql<{ minutes: number }>(
      "SELECT round(extract(epoch FROM expires_at - created_at) / 60)::int AS minutes FROM mail_tokens WHERE site_id = $1",
      [tenant.site.id],
    );
    expect(row?.minutes).toBe(60);
  });

  test("a newer mail voids an older one: its link and its code", async () => {
    const { user, path, mail } = await setUp();
    const older = await mail();
    const newer = await mail();
    expect((await call("GET", older.path)).status).toBe(422);
    expect((await send(path, { token: older.token, password: NEW })).status).toBe(422);
    expect((await send(path, { email: user.email, code: older.code ?? "", password: NEW })).status).toBe(
      older.code === newer.code ? 303 : 422,
    );
    expect((await send(path, { token: newer.token, password: NEW })).status).toBe(303);
  });

  test("a thousand changed tokens: none is taken", async () => {
    const { tenant, path, mail } = await setUp();
    const { token } = await mail();
    const changed = [
      token.slice(0, -1),
      `${token}A`,
      ` ${token}`,
      `${token} `,
      `${token}\0`,
      token.toUpperCase(),
      token.toLowerCase(),
      token.replace("rst_", "vfy_"),
      token.replace("rst_", ""),
      encodeURIComponent(token).replaceAll("_", "%5F"),
      "",
      "rst_",
      ...Array.from({ length: 1_000 }, (_, index) => {
        const at = 4 + (index % 48);
        const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const other = alphabet[(alphabet.indexOf(token[at] ?? "") + 1 + (index % 63)) % 64];
        return token.slice(0, at) + other + token.slice(at + 1);
      }),
    ];
    for (const candidate of changed) expect((await call("GET", `${path}?token=${encodeURIComponent(candidate)}`)).status).toBe(422);
    expect((await sql("SELECT 1 FROM mail_tokens WHERE site_id = $1 AND used_at IS NULL", [tenant.site.id])).length).toBe(1);
  });

  test("another site's link, another purpose's link, another user's code: none is taken", async () => {
    const one = await setUp();
    const two = await setUp();
    const reset = await one.mail();
    const stranger = await makeUser(one.tenant);
    await send(`/${one.tenant.site.slug}/signup`, { email: `${unique("new")}@example.com`, password: PASSWORD });
    await runJobs();
    await send(`/${one.tenant.site.slug}/verify-email`, { email: one.user.email });
    const verify = await newestMail(one.tenant, one.user.email);
    expect(verify.token).toMatch(/^vfy_/);
    const tries: [string, Record<string, string>][] = [
      [two.path, { token: reset.token, password: NEW }],
      [`/${one.tenant.site.slug}/verify-email`, { token: reset.token, password: PASSWORD }],
      [one.path, { token: verify.token, password: NEW }],
      [one.path, { token: verify.token.replace("vfy_", "rst_"), password: NEW }],
      [one.path, { email: stranger.email, code: reset.code ?? "", password: NEW }],
      [two.path, { email: one.user.email, code: reset.code ?? "", password: NEW }],
      ...(verify.code === reset.code
        ? []
        : [[one.path, { email: one.user.email, code: verify.code ?? "", password: NEW }] as [string, Record<string, string>]]),
    ];
    for (const [path, form] of tries) expect((await send(path, form)).status).toBe(422);
    expect([await one.signIn(PASSWORD), await two.signIn(PASSWORD)]).toEqual([303, 303]);
  });

  test("a token with somebody else's address in the form resets the token's own user", async () => {
    const { tenant, user, path, mail, signIn } = await setUp();
    const victim = await makeUser(tenant);
    const { token } = await mail();
    await send(path, { token, email: victim.email, password: NEW });
    expect((await send(`/${tenant.site.slug}/login`, { email: victim.email, password: NEW })).status).toBe(401);
    expect(user.email === victim.email).toBe(false);
    expect(await signIn(NEW)).toBe(303);
  });

  test("a wrong code, an old one, none and nonsense are one answer; address and code form stay", async () => {
    const { user, path, mail } = await setUp();
    const { code } = await mail();
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    for (const typed of [wrong, "", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "1e5   "]) {
      const page = await send(path, { email: user.email, code: typed, password: NEW });
      expect({ typed, status: page.status, location: page.location }).toEqual({ typed, status: 422, location: null });
      expect(page.fields.email).toBe(user.email);
      expect(Object.keys(page.fields).sort()).toEqual(["code", "email", "password"]);
      expect(page.html).toContain("That code is wrong or has expired");
    }
  });

  test("when a user is deleted, mails that are on their way open nothing", async () => {
    const { tenant, user, path, mail } = await setUp();
    const { path: link, token } = await mail();
    expect((await call("DELETE", `/api/site_users/${user.id}`, { token: tenant.apiToken })).status).toBe(200);
    expect((await call("GET", link)).status).toBe(422);
    expect((await send(path, { token, password: NEW })).status).toBe(422);
  });

  test("after the customer changed the address or the password, mails of before open nothing", async () => {
    for (const change of [{ email: `${unique("moved")}@example.com` }, { password: "set by the customer" }]) {
      const { tenant, user, path, mail } = await setUp();
      const { token } = await mail();
      await call("PATCH", `/api/site_users/${user.id}`, { token: tenant.apiToken, json: { site_user: change } });
      expect((await send(path, { token, password: NEW })).status).toBe(422);
    }
  });
});

describe("429", () => {
  test("thirty guesses a day for an address, over all its codes; known and unknown close at the same guess", async () => {
    const { tenant, user, path, mail } = await setUp();
    const statuses = async (email: string) => {
      const list: number[] = [];
      for (let guess = 0; guess < 32; guess++) list.push((await send(path, { email, code: "000000", password: NEW })).status);
      return list;
    };
    await mail();
    await sql("UPDATE mail_tokens SET code_mac = '\\x00' WHERE site_id = $1", [tenant.site.id]);
    const wanted = [...Array(30).fill(422), 429, 429];
    expect(await statuses(user.email)).toEqual(wanted);
    expect(await statuses(`${unique("nobody")}@example.com`)).toEqual(wanted);
    // A new code gives no new budget. The link still works: nobody is locked out of their own mail.
    const { code, token } = await mail();
    const page = await send(path, { email: user.email, code: code ?? "", password: NEW });
    expect(page.status).toBe(429);
    expect(Number(page.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(page.fields.email).toBe(user.email);
    expect((await send(path, { token, password: NEW })).status).toBe(303);
  });
});
