import { beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "@/lib/dialects";
import { answer, call } from "@/lib/testing/call-route";
import { fasteditorKey } from "@/lib/testing/fasteditor";
import { form } from "@/lib/testing/fastgen";
import { send } from "@/lib/testing/hosted-pages";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

let tenant: Tenant;
let user: { id: bigint; email: string };
let at: string;
beforeAll(async () => {
  tenant = await makeTenant({ allowedOrigins: ["https://app.acme.example"], dialects: { fastgen: { email_codes: true } } });
  user = await makeUser(tenant);
  at = `/${tenant.site.slug}`;
  await sql("UPDATE site_users SET second_factor = true, email_verified_at = now() WHERE id = $1", [user.id]);
});

const asked = (path: string, json: unknown, headers = {}) => answer(call("POST", `${at}${path}`, { json, headers }));

/** The code of a mail that was asked for, and what the wire gave to come back with. */
async function codeFrom(path: string): Promise<{ code: string; given: Record<string, string> }> {
  const { body } = await asked(path, { email: user.email });
  const { code } = await newestMail(tenant, user.email);
  return { code: code ?? "", given: body as Record<string, string> };
}

const REASON = "A second factor is needed; sign in on the hosted page";
const fastschema = { code: "", message: "Two-factor authentication is required", data: { error: "second_factor_required" } };
const fastschemaBody = (code: string) => ({ ...fastschema, code, error: { ...fastschema, code } });

/** How each wire says that a first factor is not enough. */
const WIRES: Record<string, [ask: () => Promise<{ status: number; body: unknown }>, refusal: { status: number; body: unknown }]> = {
  fastgen: [
    () => asked("/auth/signin", form({ email: user.email, password: PASSWORD })),
    { status: 200, body: { status: "SIGN_IN_NOT_ALLOWED", reason: REASON } },
  ],
  "fastgen, by a mailed code": [
    async () => {
      const { code, given } = await codeFrom("/auth/signinup/code");
      const { deviceId, preAuthSessionId } = given;
      return asked("/auth/signinup/code/consume", { deviceId, preAuthSessionId, userInputCode: code });
    },
    { status: 200, body: { status: "SIGN_IN_UP_NOT_ALLOWED", reason: REASON } },
  ],
  fastauth: [
    () => asked("/auth/login", { email: user.email, password: PASSWORD }),
    { status: 403, body: { detail: "Two-factor authentication is required" } },
  ],
  fastschema: [
    () => asked("/api/auth/local/login", { login: user.email, password: PASSWORD }),
    { status: 401, body: fastschemaBody("401") },
  ],
  "fastschema, by a mailed code": [
    async () => {
      const { code } = await codeFrom("/api/auth/otp/request");
      return asked("/api/auth/otp/verify", { email: user.email, code });
    },
    { status: 422, body: fastschemaBody("422") },
  ],
  fasteditor: [
    async () =>
      asked(
        "/fasteditor/login",
        { userName: user.email, password: PASSWORD, language: "en" },
        { "x-api-key": await fasteditorKey(tenant) },
      ),
    {
      status: 403,
      body: {
        code: "SECOND_FACTOR_REQUIRED",
        message: "Your account is protected by a second factor, which cannot be asked for here. Please sign in on our own sign-in page.",
      },
    },
  ],
};

async function expectNothingIssued() {
  for (const table of ["callback_tokens", "sessions"]) {
    expect(await sql(`SELECT 1 FROM ${table} WHERE site_user_id = $1`, [user.id])).toEqual([]);
  }
  expect(await sql("SELECT last_sign_in_at FROM site_users WHERE id = $1", [user.id])).toEqual([{ last_sign_in_at: null }]);
}

describe("who has a second factor gets nothing for the first alone", () => {
  test("every wire is here", () => {
    for (const { id } of DIALECTS) expect(Object.keys(WIRES)).toContain(id);
  });

  test.each(Object.keys(WIRES))("%s", async (name) => {
    const [ask, refusal] = WIRES[name] ?? [];
    expect(await ask?.()).toEqual(refusal);
    await expectNothingIssued();
  });

  test("nor at the hosted page, by itself or in a frame", async () => {
    for (const path of ["/login", "/embed?origin=https://app.acme.example&nonce=n"]) {
      const page = await send(`${at}${path}`, { email: user.email, password: PASSWORD });
      expect(page.location).toBeNull();
      expect(page.html).not.toContain("tkn_");
    }
    await expectNothingIssued();
  });
});

describe("nor does, where the site requires a second factor, who has none", () => {
  beforeAll(async () => {
    await sql("UPDATE site_users SET second_factor = false WHERE id = $1", [user.id]);
    await sql(`UPDATE sites SET sign_in = '{"second_factor":{"policy":"required"}}' WHERE id = $1`, [tenant.site.id]);
  });

  test.each(Object.keys(WIRES))("%s", async (name) => {
    const [ask, refusal] = WIRES[name] ?? [];
    expect(await ask?.()).toEqual(refusal);
    await expectNothingIssued();
  });
});
