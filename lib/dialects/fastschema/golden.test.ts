import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { endSession } from "@/lib/core/sessions/end-session";
import { issueCode } from "@/lib/core/sign-in/methods/email-code/issue-code";
import { requestCode } from "@/lib/core/sign-in/methods/email-code/request-code";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { fastschema } from ".";
import { codeRule } from "./codes";
import { kindOf } from "./session";

/**
 * Recorded pairs of request and answer, one file for each endpoint, sent again over a socket. `--update` records the answers anew.
 * What stands in braces is filled in before a request is sent, and masked in its answer.
 */
type Pair = {
  readonly case: string;
  readonly given: keyof typeof GIVEN;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    /** Sent in place of a body, as it stands. */
    readonly text?: string;
  };
};

const VISITOR: Visitor = { ip: "192.0.2.1", browserHash: null, program: true, language: "en", aside: (wait) => wait() };

type Values = Readonly<Record<string, string>>;

let server: Awaited<ReturnType<typeof startServer>>;
let asksProof: Tenant;
let asksNone: Tenant;
let bare: Tenant;
beforeAll(async () => {
  server = await startServer();
  asksProof = await makeTenant();
  asksNone = await makeTenant({ emailVerification: "off" });
  bare = await makeTenant({ dialects: { fastschema: { refresh_tokens: false, otp: false } } });
});
afterAll(() => server.stop());

const nobody = async (tenant: Tenant) => ({ slug: tenant.site.slug, email: `${unique("jane")}@example.com`, username: unique("jane") });

async function user(tenant: Tenant, { active = true } = {}) {
  const values = await nobody(tenant);
  const { id } = await makeUser(tenant, values.email);
  await sql("UPDATE site_users SET username = $2, username_canonical = $2, email_verified_at = CASE WHEN $3 THEN now() END WHERE id = $1", [
    id,
    values.username,
    active,
  ]);
  return { ...values, id, password: PASSWORD };
}

async function session(tenant: Tenant) {
  const { id, ...values } = await user(tenant);
  const signedIn = { kind: "signed_in", siteUserId: id, proof: { passwordSealed: null, budgets: [] } } as const;
  const begun = await beginSession(tenant.context, signedIn, kindOf(tenant.context), { ip: "192.0.2.1", userAgent: null });
  return { ...values, id, session: begun.session, token: begun.access.text, refresh_token: begun.refresh?.text ?? "" };
}

async function mailed(purpose: "reset_password" | "verify_email", became: "used_at = now()" | "expires_at = now()" | null = null) {
  const { id, ...values } = await user(asksProof, { active: purpose === "reset_password" });
  const issued = await asksProof.context.db.$transaction((db) =>
    issueMailSecret(asksProof.context, db, purpose, { id, emailCanonical: values.email }, null),
  );
  if (became) await sql(`UPDATE mail_tokens SET ${became} WHERE site_user_id = $1`, [id]);
  return { ...values, id, mail_token: new URL(issued.link).searchParams.get("token") ?? "" };
}

/** A code is mailed by a job; here it is made at once. "000000" is none of them. */
async function code(became: "used_at = now()" | "expires_at = now()" | "guesses = max_guesses" | null = null) {
  const { id: _, ...values } = await user(asksProof);
  const { context } = asksProof;
  const { device } = await requestCode(context, values, codeRule(context), VISITOR);
  const [asked] = await sql<{ id: string }>("SELECT id::text FROM email_codes WHERE email_canonical = $1", [values.email]);
  const issued = await issueCode(context.db, BigInt(asked?.id ?? 0));
  if (became) await sql(`UPDATE email_codes SET ${became} WHERE email_canonical = $1`, [values.email]);
  return { ...values, session_id: device, code: issued?.code ?? "" };
}

/** What there is before a request is sent. */
const GIVEN = {
  nobody: () => nobody(asksProof),
  "nobody, at a site that asks for no proof": () => nobody(asksNone),
  "nobody, at a site without refresh tokens and codes": () => nobody(bare),
  "a user": () => user(asksProof),
  "a user, at a site without refresh tokens and codes": () => user(bare),
  "a user who is not active": () => user(asksProof, { active: false }),
  "a session": () => session(asksProof),
  "a session that is over": async () => {
    const values = await session(asksProof);
    await endSession(asksProof.context, values.session);
    return values;
  },
  "a session of a user who is not active any more": async () => {
    const values = await session(asksProof);
    await sql("UPDATE site_users SET email_verified_at = NULL WHERE id = $1", [values.id]);
    return values;
  },
  "an activation token": () => mailed("verify_email"),
  "an activation token that has expired": () => mailed("verify_email", "expires_at = now()"),
  "an activation token of somebody who is active": async () => {
    const values = await mailed("verify_email", "used_at = now()");
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [values.id]);
    return values;
  },
  "a code": () => code(),
  "a code that has expired": () => code("expires_at = now()"),
  "a code that was used": () => code("used_at = now()"),
  "a code without guesses left": () => code("guesses = max_guesses"),
  "an address that asked too often": async () => {
    const values = await nobody(asksProof);
    const { context } = asksProof;
    for (let asked = 0; asked < 5; asked += 1) await requestCode(context, values, codeRule(context), VISITOR);
    return values;
  },
  "a recovery token": () => mailed("reset_password"),
  "a recovery token that has expired": () => mailed("reset_password", "expires_at = now()"),
  "a recovery token that was used": () => mailed("reset_password", "used_at = now()"),
};

const filled = (text: string, values: Values) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** An answer with nothing in it that is different each time. */
function masked(text: string, values: Values): string {
  const known = Object.entries(values).reduce((rest, [name, value]) => rest.replaceAll(value, `{${name}}`), text);
  return known
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, "{a token}")
    .replace(/rft_[\w-]{80}/g, "{a refresh token}")
    .replace(/dev_[\w-]{48}/g, "{a session id}")
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "{an id}")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "{a time}");
}

/** Headers that the machinery of HTTP sets, or that are different each time. */
const LEFT_OUT = ["connection", "content-length", "date", "keep-alive", "x-request-id"];

async function roundTrip({ given, request }: Pair): Promise<object> {
  const values = Object.fromEntries(Object.entries(await GIVEN[given]()).filter(([, value]) => typeof value === "string" && value !== ""));
  const { method, path, headers, body, text } = JSON.parse(filled(JSON.stringify(request), values as Values)) as Pair["request"];
  const response = await fetch(`http://${server.host}${path}`, {
    method,
    headers: { ...(method !== "GET" && { "content-type": "application/json" }), ...headers },
    ...(method !== "GET" && { body: text ?? (body === undefined ? null : JSON.stringify(body)) }),
  });
  const answer = {
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !LEFT_OUT.includes(name))),
    body: await response.json(),
  };
  return JSON.parse(masked(JSON.stringify(answer), values as Values)) as object;
}

const FOLDER = join(import.meta.dirname, "golden");
const files = readdirSync(FOLDER);
const recorded = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as (Pair & { response: { status: number } })[];

describe("FastSchema answers as it is recorded", () => {
  test.each(files)("%s", async (file) => {
    const sent: object[] = [];
    for (const pair of recorded(file))
      sent.push({ case: pair.case, given: pair.given, request: pair.request, response: await roundTrip(pair) });
    await expect(`${JSON.stringify(sent, null, 2)}\n`).toMatchFileSnapshot(join(FOLDER, file));
  });

  test("and each status of each endpoint is recorded", () => {
    const seen = new Set(
      files
        .flatMap(recorded)
        .map(({ request, response }) => `${request.method} ${request.path.replace("/{slug}/api", "")} ${response.status}`),
    );
    const told = fastschema.routes.flatMap(({ method, path, statuses }) =>
      statuses.map((status) => `${method} ${path.replace("{provider}", "google")} ${status}`),
    );
    expect(told.filter((line) => !seen.has(line))).toEqual([]);
  });
});
