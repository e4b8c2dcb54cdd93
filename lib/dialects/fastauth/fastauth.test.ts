import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { endSession } from "@/lib/core/sessions/end-session";
import { AppError, ERRORS, type ErrorCode, invalid } from "@/lib/kernel/errors";
import { call, answer as read } from "@/lib/testing/call-route";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { fastauth } from ".";
import { sessionKind } from "./tokens";

/** How many passwords were hashed. */
const hashed = vi.hoisted(() => ({ times: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const counting =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Result) =>
    (...given: Arguments) => {
      hashed.times += 1;
      return work(...given);
    };
  return { ...real, hash: counting(real.hash), verify: counting(real.verify) };
});

const ORIGIN = "https://acme.example";
const at = ({ site }: Tenant, path: string) => `/${site.slug}/auth${path}`;
const post = (tenant: Tenant, path: string, json: unknown, headers: Record<string, string> = {}) =>
  call("POST", at(tenant, path), { json, headers });
const answer = (tenant: Tenant, path: string, json: unknown) => read(post(tenant, path, json));
const statusOf = async (response: Promise<Response>) => (await response).status;

async function signedIn(tenant: Tenant, dialect = "fastauth") {
  const user = await makeUser(tenant);
  const signedIn = { kind: "signed_in", siteUserId: user.id, proof: { passwordSealed: null, budgets: [], secondFactor: false } } as const;
  const kind = { ...sessionKind(tenant.context), dialect };
  const begun = await beginSession(tenant.context, signedIn, kind, { ip: "192.0.2.1", userAgent: null });
  return { user, session: begun.session, access: begun.access.text, refresh_token: begun.refresh?.text ?? "" };
}

async function mailed(tenant: Tenant, path: "/password-reset/request" | "/email-verification/request", email?: string) {
  const user = email ? { email } : await makeUser(tenant);
  await post(tenant, path, { email: user.email });
  return { email: user.email, token: (await newestMail(tenant, user.email)).token };
}

let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant();
});
beforeEach(() => {
  hashed.times = 0;
});

describe("the document", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  /** The document's commands, with the place, the tokens and nothing else replaced. */
  const curl = async (path: string, json: string) => {
    const base = `http://${server.host}/${tenant.site.slug}`;
    const command = `curl -s -w "\\n%{http_code}" -X POST "http://localhost:8000${path}" \\
-H "Content-Type: application/json" \\
-d '${json}'`;
    const { stdout } = await promisify(execFile)("sh", ["-c", command.replace("http://localhost:8000", base)]);
    const [, body = "", status] = /^(.*)\n(\d+)$/s.exec(stdout) ?? [];
    return { status: Number(status), body: body === "" ? null : JSON.parse(body) };
  };
  const EMAIL = '"email": "user@example.com"';
  const TOKENS = { access_token: expect.any(String), refresh_token: expect.stringMatching(/^rft_/), token_type: "bearer" };

  test("is true from its first command to its last", async () => {
    const registered = await curl("/auth/register", `{\n${EMAIL},\n"password": "securepassword123"\n}`);
    expect(registered).toEqual({ status: 200, body: TOKENS });
    const { token: verification } = await newestMail(tenant, "user@example.com");
    expect(await curl("/auth/login", `{\n${EMAIL},\n"password": "securepassword123"\n}`)).toEqual({ status: 200, body: TOKENS });
    const refreshed = await curl("/auth/refresh", `{\n"refresh_token": "${registered.body.refresh_token}"\n}`);
    expect(refreshed).toEqual({ status: 200, body: TOKENS });
    expect(await curl("/auth/logout", `{\n"refresh_token": "${refreshed.body.refresh_token}"\n}`)).toEqual({ status: 204, body: null });
    expect((await curl("/auth/refresh", `{\n"refresh_token": "${refreshed.body.refresh_token}"\n}`)).status).toBe(401);
    expect(await curl("/auth/email-verification/confirm", `{\n"token": "${verification}"\n}`)).toEqual({ status: 204, body: null });
    expect(await curl("/auth/password-reset/request", `{\n${EMAIL}\n}`)).toEqual({ status: 204, body: null });
    const { token } = await newestMail(tenant, "user@example.com");
    const confirm = `{\n"token": "${token}",\n"new_password": "newpassword456"\n}`;
    expect(await curl("/auth/password-reset/confirm", confirm)).toEqual({ status: 204, body: null });
    expect(await curl("/auth/email-verification/resend", `{\n${EMAIL}\n}`)).toEqual({ status: 204, body: null });
    expect((await curl("/auth/login", `{\n${EMAIL},\n"password": "newpassword456"\n}`)).status).toBe(200);
  });

  test("64 refreshes of one token at once have one successor", async () => {
    const { refresh_token } = await signedIn(tenant);
    const headers = { host: server.host, "content-type": "application/json" };
    const request = rawRequest("POST", at(tenant, "/refresh"), headers, JSON.stringify({ refresh_token }));
    const answers = await server.race(Array.from({ length: 64 }, () => request));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => JSON.parse(body).refresh_token)).size).toBe(1);
  });

  test("a refresh and a logout at once leave nobody signed in", async () => {
    const { refresh_token } = await signedIn(tenant);
    const headers = { host: server.host, "content-type": "application/json" };
    const request = (path: string) => rawRequest("POST", at(tenant, path), headers, JSON.stringify({ refresh_token }));
    const answers = await server.race(Array.from({ length: 16 }, (_, turn) => request(turn % 2 ? "/logout" : "/refresh")));
    for (const { status } of answers) expect([200, 204, 401]).toContain(status);
    const given = answers.flatMap(({ status, body }) => (status === 200 ? [JSON.parse(body).refresh_token] : []));
    for (const token of [refresh_token, ...given]) expect((await answer(tenant, "/refresh", { refresh_token: token })).status).toBe(401);
  });

  test("of sixteen who confirm with one token, one does", async () => {
    const { token } = await mailed(tenant, "/password-reset/request");
    const headers = { host: server.host, "content-type": "application/json" };
    const body = JSON.stringify({ token, new_password: "newpassword456" });
    const answers = await server.race(
      Array.from({ length: 16 }, () => rawRequest("POST", at(tenant, "/password-reset/confirm"), headers, body)),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([204, ...Array(15).fill(400)]);
  });
});

describe("where proofs are required", () => {
  test("a new user has tokens and a mail; the next sign-in waits for the proof, and tells it to nobody but them", async () => {
    const strict = await makeTenant({ emailVerification: "required" });
    const given = { email: `${unique("jane")}@example.com`, password: PASSWORD };
    expect(await answer(strict, "/register", given)).toMatchObject({ status: 200 });
    const wrong = { status: 401, body: { detail: "Invalid email or password" } };
    expect(await answer(strict, "/login", { ...given, password: "not the password" })).toEqual(wrong);
    expect(await answer(strict, "/login", given)).toEqual({ status: 403, body: { detail: "Email address is not verified" } });
    const { token } = await newestMail(strict, given.email);
    const path = at(strict, `/email-verification/confirm?token=${token}`);
    expect(await statusOf(call("HEAD", path))).toBe(405);
    expect(await statusOf(call("GET", path))).toBe(200);
    expect(await answer(strict, "/login", given)).toMatchObject({ status: 200 });
    expect(await answer(strict, "/register", given)).toEqual({ status: 409, body: { detail: "User already exists" } });
  });

  test("who proves the address from elsewhere leaves no password of a stranger behind, and who is signed in keeps theirs", async () => {
    const browser = { origin: ORIGIN };
    for (const isTheirs of [false, true]) {
      const { user, access, refresh_token } = await signedIn(tenant);
      const { token } = await mailed(tenant, "/email-verification/request", user.email);
      const headers = isTheirs ? { ...browser, authorization: `Bearer ${access}` } : browser;
      expect(await statusOf(post(tenant, "/email-verification/confirm", { token }, headers))).toBe(204);
      expect((await answer(tenant, "/refresh", { refresh_token })).status).toBe(isTheirs ? 200 : 401);
      expect((await answer(tenant, "/login", { email: user.email, password: PASSWORD })).status).toBe(isTheirs ? 200 : 401);
    }
  });

  test("a bearer token that is over is as none", async () => {
    const { user, access, session } = await signedIn(tenant);
    await endSession(tenant.context, session);
    const { token } = await mailed(tenant, "/email-verification/request", user.email);
    const headers = { authorization: `Bearer ${access}` };
    expect(await statusOf(post(tenant, "/email-verification/confirm", { token }, headers))).toBe(204);
  });
});

describe("a reset", () => {
  test("is looked at without being spent, and ends what the old password had opened", async () => {
    const { user, refresh_token } = await signedIn(tenant);
    const { token } = await mailed(tenant, "/password-reset/request", user.email);
    const valid = { status: 200, body: { message: "Valid reset token", status: "valid", token } };
    for (let look = 0; look < 3; look++)
      expect(await read(call("GET", at(tenant, `/password-reset/validate?token=${token}`)))).toEqual(valid);
    expect((await answer(tenant, "/password-reset/confirm", { token, new_password: "short" })).status).toBe(422);
    expect((await answer(tenant, "/password-reset/confirm", { token, new_password: "newpassword456" })).status).toBe(204);
    expect((await answer(tenant, "/refresh", { refresh_token })).status).toBe(401);
    expect(await statusOf(call("GET", at(tenant, `/password-reset/validate?token=${token}`)))).toBe(400);
  });
});

describe("another site, or another dialect", () => {
  test("takes none of this one's tokens, and spends none", async () => {
    const other = await addSite(tenant);
    const { refresh_token } = await signedIn(tenant);
    const reset = await mailed(tenant, "/password-reset/request");
    const verification = await mailed(tenant, "/email-verification/request");
    const shown: [path: string, body: object, refused: number, taken: number][] = [
      ["/refresh", { refresh_token }, 401, 200],
      ["/password-reset/confirm", { token: reset.token, new_password: "newpassword456" }, 400, 204],
      ["/password-reset/confirm", { token: verification.token, new_password: "newpassword456" }, 400, 400],
      ["/email-verification/confirm", { token: reset.token }, 400, 400],
      ["/email-verification/confirm", { token: verification.token }, 400, 204],
    ];
    for (const [path, body, refused, taken] of shown) {
      expect((await answer(other, path, body)).status).toBe(refused);
      expect((await answer(tenant, path, body)).status).toBe(taken);
    }
  });

  test("has refresh tokens of its own, and its sessions go on", async () => {
    const { refresh_token, session } = await signedIn(tenant, "fastgen");
    expect((await answer(tenant, "/refresh", { refresh_token })).status).toBe(401);
    expect((await answer(tenant, "/logout", { refresh_token })).status).toBe(204);
    const [row] = await sql<{ ended: boolean }>("SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE id = $1", [session.id]);
    expect(row).toEqual({ ended: false });
  });

  test("does not answer where it is switched off", async () => {
    const off = await makeTenant({ dialects: { fastauth: { enabled: false } } });
    expect(await answer(off, "/login", {})).toMatchObject({ status: 404, body: { detail: "Not Found" } });
    expect(await answer(tenant, "/nothing", {})).toMatchObject({ status: 404, body: { detail: "Not Found" } });
  });
});

describe("an address without an account", () => {
  test.each(["/login", "/password-reset/request", "/email-verification/resend", "/email-verification/request"])(
    "is answered by %s like one with an account",
    async (path) => {
      const seen = async (email: string) => {
        hashed.times = 0;
        const response = await post(tenant, path, { email, password: "not the password" });
        return { status: response.status, headers: [...response.headers], text: await response.text(), hashes: hashed.times };
      };
      const { email } = await makeUser(tenant);
      const unknown = await seen(`${unique("nobody")}@example.com`);
      expect(await seen(email)).toEqual(unknown);
      expect(unknown.hashes).toBe(path === "/login" ? 1 : 0);
    },
  );

  test("is closed after as many wrong passwords", async () => {
    const user = await makeUser(tenant);
    const first429 = async (email: string) => {
      for (let tries = 1; tries < 20; tries++)
        if ((await answer(tenant, "/login", { email, password: "wrong" })).status === 429) return tries;
      return null;
    };
    expect(await first429(`${unique("nobody")}@example.com`)).toBe(await first429(user.email));
  });

  test("is mailed nothing", async () => {
    const email = `${unique("nobody")}@example.com`;
    for (const path of ["/password-reset/request", "/email-verification/resend"]) await post(tenant, path, { email });
    expect(await mailsTo(tenant, email)).toEqual([]);
  });
});

describe("pages of other origins", () => {
  const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
  const cors = ({ headers }: Response) =>
    ["allow-origin", "allow-credentials", "allow-headers"].map((name) => headers.get(`access-control-${name}`));
  test.each([
    ["the site's own", ORIGIN, [ORIGIN, "true"], 204],
    ["a stranger's", "https://evil.example", [null, null], 403],
    ["one that looks like it", "https://acme.example.evil.example", [null, null], 403],
    ["another port", "https://acme.example:8443", [null, null], 403],
    ["no origin at all", "null", [null, null], 403],
  ])("%s", async (_, origin, allowed, status) => {
    const asked = await call("OPTIONS", at(tenant, "/logout"), { headers: { origin, ...preflight } });
    expect([asked.status, asked.headers.get("vary"), ...cors(asked)]).toEqual([
      204,
      "Origin",
      ...allowed,
      allowed[0] ? "content-type, authorization, rid, fdi-version, st-auth-mode, fg-auth-mode, anti-csrf, x-auth-token" : null,
    ]);
    const answered = await post(tenant, "/logout", { refresh_token: "rft_x" }, { origin });
    expect([answered.status, ...cors(answered)]).toEqual([status, ...allowed, null]);
  });
});

test("what the customer's own user system says reaches the visitor", () => {
  expect(fastauth.refuse(invalid("", "Ask your administrator"))).toEqual({ status: 400, body: { detail: "Ask your administrator" } });
});

test("every refusal of the catalogue is a text or a list of faults, and nothing else", () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const { status, body } = fastauth.refuse(new AppError(code, { detail: "secret" }));
    expect(Object.keys(body as object)).toEqual(["detail"]);
    expect(JSON.stringify(body)).not.toContain("secret");
    const { detail } = body as { detail: unknown };
    expect(status === 422 && ["invalid", "bad_json"].includes(code) ? Array.isArray(detail) : typeof detail === "string", code).toBe(true);
  }
});
