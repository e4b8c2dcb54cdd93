import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { endSession } from "@/lib/core/sessions/end-session";
import { countDisclosure } from "@/lib/core/sign-in/attempts";
import { issueCode } from "@/lib/core/sign-in/methods/email-code/issue-code";
import { requestCode } from "@/lib/core/sign-in/methods/email-code/request-code";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import { countFailures } from "@/lib/db/attempts";
import { sha256 } from "@/lib/kernel/secrets";
import { busy } from "@/lib/testing/busy";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";
import { recorded } from "@/lib/testing/recorded";
import { sql } from "@/lib/testing/sql";
import { fastschema } from ".";
import { codeRule } from "./code-rule";
import { kindOf } from "./session";

vi.mock("@/lib/core/passwords/hashing-queue", async (original) =>
  (await import("@/lib/testing/busy")).orBusy(await original<typeof import("@/lib/core/passwords/hashing-queue")>()),
);

/** A request as it is sent, and the whole answer. What differs from run to run stands in braces. */
type Pair = {
  readonly given: keyof typeof GIVEN;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
    /** A text is sent as it stands. */
    readonly body?: unknown;
  };
  readonly response: { readonly status: number };
};

const VISITOR: Visitor = { ip: "192.0.2.1", browserHash: null, program: true, language: "en", aside: (wait) => wait() };

let server: Awaited<ReturnType<typeof startServer>>;
let asksProof: Tenant;
let asksNone: Tenant;
let bare: Tenant;
let closed: Tenant;
beforeAll(async () => {
  server = await startServer();
  asksProof = await makeTenant();
  asksNone = await makeTenant({ emailVerification: "off" });
  closed = await makeTenant({ signUps: false });
  bare = await makeTenant({ dialects: { fastschema: { refresh_tokens: false, otp: false } } });
});
afterAll(() => server.stop());

const nobody = async (tenant: Tenant) => ({
  slug: tenant.site.slug,
  email: `${unique("jane")}@example.com`,
  username: unique("jane"),
  long: "x".repeat(70_000),
});

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
  const signedIn = { kind: "signed_in", siteUserId: id, proof: { passwordSealed: null, budgets: [], secondFactor: false } } as const;
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
  "nobody, at a site that takes no new users": () => nobody(closed),
  "an address that failed too often": async () => {
    const values = await user(asksProof);
    const key = sha256(`sign-in identifier:${values.email}`);
    for (let failed = 0; failed < 10; failed += 1) await countFailures(asksProof.context.scope, [{ key, limit: 10 }], 600);
    return values;
  },
  "a user": () => user(asksProof),
  "a user, at a site without refresh tokens and codes": () => user(bare),
  "a user, while too many wait": async () => {
    busy.now = true;
    return user(asksProof);
  },
  "nobody, told of accounts too often": async () => {
    const tenant = await makeTenant();
    for (let told = 0; told < 100; told += 1) await countDisclosure(tenant.context, "127.0.0.1");
    return nobody(tenant);
  },
  "a user who is not active": () => user(asksProof, { active: false }),
  "a session": () => session(asksProof),
  "a session that is over": async () => {
    const values = await session(asksProof);
    await endSession(asksProof.context, values.session);
    return values;
  },
  "a session that has expired": async () => {
    const values = await session(asksProof);
    await sql("UPDATE sessions SET expires_at = now() WHERE id = $1", [values.session.id]);
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

const FOLDER = join(import.meta.dirname, "golden");
const files = readdirSync(FOLDER);
const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Pair;

test.each(files)("%s", async (file) => {
  const { given, request, response } = read(file);
  const names = Object.entries(await GIVEN[given]()).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
  const text = names.reduce((all, [name, value]) => all.replaceAll(`{${name}}`, value), JSON.stringify(request));
  const { method, path, headers, body } = JSON.parse(text) as Pair["request"];
  const answer = await fetch(`http://${server.host}${path}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  busy.now = false;
  expect(await recorded(answer, names)).toEqual(response);
});

test("of each status of each address there is one", () => {
  const said = new Set(files.map(read).map(({ request, response }) => `${request.method} ${request.path} ${response.status}`));
  const told = fastschema.routes.flatMap(({ method, path, statuses }) =>
    statuses.map((status) => `${method} /{slug}/api${path.replace("{provider}", "google")} ${status}`),
  );
  expect(told.filter((line) => !said.has(line))).toEqual([]);
});
