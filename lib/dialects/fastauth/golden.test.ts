import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { requestReset } from "@/lib/core/sign-in/request-reset";
import { requestVerification } from "@/lib/core/sign-in/request-verification";
import { takeAttempt } from "@/lib/db/attempts";
import { sha256 } from "@/lib/kernel/secrets";
import { busy } from "@/lib/testing/busy";
import { newestMail } from "@/lib/testing/mails";
import { makeTenant, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { rawRequest, startServer } from "@/lib/testing/raw-http";
import { sql } from "@/lib/testing/sql";
import { fastauth } from ".";
import { sessionKind } from "./tokens";

vi.mock("@/lib/core/passwords/hashing-queue", async (original) =>
  (await import("@/lib/testing/busy")).orBusy(await original<typeof import("@/lib/core/passwords/hashing-queue")>()),
);

/** One request and its whole answer. `{name}` stands for what differs from run to run. */
type Golden = {
  readonly given: keyof typeof STATES;
  readonly request: { readonly method: string; readonly path: string; readonly headers?: Record<string, string>; readonly body?: unknown };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };
};

type State = { readonly tenant: Tenant } & Readonly<Record<string, unknown>>;

const known = async (input?: Parameters<typeof makeTenant>[0]) => {
  const tenant = await makeTenant(input);
  const user = await makeUser(tenant);
  return { tenant, user, email: user.email, password: PASSWORD };
};

async function signedIn() {
  const state = await known();
  const proof = { passwordSealed: null, budgets: [], secondFactor: false };
  const kind = sessionKind(state.tenant.context);
  const begun = await beginSession(state.tenant.context, { kind: "signed_in", siteUserId: state.user.id, proof }, kind, {
    ip: "192.0.2.1",
    userAgent: null,
  });
  return { ...state, session: begun.session, refresh_token: begun.refresh?.text };
}

async function mailed(ask: typeof requestReset) {
  const state = await known();
  await ask(state.tenant.context, { email: state.email }, { language: "en" });
  return { ...state, token: (await newestMail(state.tenant, state.email)).token };
}

async function spent<S extends State>(state: S, column: "used_at" | "expires_at"): Promise<S> {
  await sql(`UPDATE mail_tokens SET ${column} = now() WHERE site_id = $1`, [state.tenant.site.id]);
  return state;
}

/** What may be so when a request comes. */
const STATES = {
  nobody: async () => ({ tenant: await makeTenant(), email: `${unique("jane")}@example.com`, password: PASSWORD }),
  "somebody registered": () => known(),
  "somebody registered, and proofs are required": () => known({ emailVerification: "required" }),
  "proofs are required": async () => ({
    tenant: await makeTenant({ emailVerification: "required" }),
    email: `${unique("jane")}@example.com`,
    password: PASSWORD,
  }),
  "sign-ups are closed": async () => ({ tenant: await makeTenant({ signUps: false }), email: "jane@example.com", password: PASSWORD }),
  "somebody signed in": signedIn,
  "a session that has expired": async () => {
    const state = await signedIn();
    await sql("UPDATE sessions SET expires_at = now() WHERE id = $1", [state.session.id]);
    return state;
  },
  "a refresh token that was used long ago": async () => {
    const state = await signedIn();
    await sql("UPDATE sessions SET generation = 2, refresh_hash = '\\x00' WHERE id = $1", [state.session.id]);
    return state;
  },
  "a reset mail": () => mailed(requestReset),
  "a reset mail that was used": async () => spent(await mailed(requestReset), "used_at"),
  "a reset mail that has expired": async () => spent(await mailed(requestReset), "expires_at"),
  "a verification mail": () => mailed(requestVerification),
  "a verification mail that was used": async () => spent(await mailed(requestVerification), "used_at"),
  "a verification mail that has expired": async () => spent(await mailed(requestVerification), "expires_at"),
  "many failed": async () => {
    const state = await known();
    const key = sha256(`sign-in identifier:${state.email}`);
    for (let failure = 0; failure < 10; failure++) await takeAttempt(state.tenant.context.scope, key, 10, 600);
    return state;
  },
  "many registered": async () => asked("register", 60),
  "many verification mails": async () => asked("verification mail", 30),
  "all are busy": async () => {
    busy.now = true;
    return known();
  },
} satisfies Record<string, () => Promise<State>>;

async function asked(what: string, times: number) {
  const state = await known();
  const key = sha256(`${what} address:127.0.0.1`);
  for (let time = 0; time < times; time++) await takeAttempt(state.tenant.context.scope, key, times, 60);
  return state;
}

const files = readdirSync(new URL("golden/", import.meta.url)).toSorted();
const golden = (name: string): Golden => JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), "utf8"));

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test.each(files)("%s", async (name) => {
  const { given, request, response } = golden(name);
  const state: State = await STATES[given]();
  try {
    const fill = (text: string) =>
      text
        .replace(/\{(email|password|token|refresh_token)\}/g, (_, field: string) => String(state[field]))
        .replace(/\{(\d+) spaces\}/, (_, count: string) => " ".repeat(Number(count)));
    const body = request.body === undefined ? "" : typeof request.body === "string" ? request.body : JSON.stringify(request.body);
    const headers = { host: server.host, "content-type": "application/json", ...request.headers };
    const answer = await server.send(
      rawRequest(request.method, `/${state.tenant.site.slug}/auth${fill(request.path)}`, headers, fill(body)),
    );
    expect(masked(answer, state)).toEqual(response);
  } finally {
    busy.now = false;
  }
});

type Answer = Awaited<ReturnType<typeof server.send>>;

function masked({ status, headers: { date: _, connection: __, "content-length": ___, ...headers }, body }: Answer, state: State) {
  expect(headers["x-request-id"]).toMatch(/^[\w-]{16}$/);
  let text = body
    .replace(/"access_token":"[\w-]+\.[\w-]+\.[\w-]{342}"/, '"access_token":"{access_token}"')
    .replace(/"refresh_token":"rft_[\w-]{80}"/, '"refresh_token":"{refresh_token}"');
  for (const field of ["email", "token"]) if (state[field]) text = text.replaceAll(String(state[field]), `{${field}}`);
  const wait = Number(headers["retry-after"]) > 590 ? { "retry-after": "{wait}" } : {};
  const shown = { ...headers, ...wait, "x-request-id": "{id}" };
  return { status, headers: shown, body: text === "" ? null : JSON.parse(text) };
}

test("there is a pair for every status of every address", () => {
  const told = files.map((name) => golden(name));
  for (const { method, path, statuses } of fastauth.routes) {
    const own = told.filter(({ request }) => request.method === method && request.path.split("?")[0] === path);
    expect([...new Set(own.map(({ response }) => response.status))].toSorted(), `${method} ${path}`).toEqual(
      expect.arrayContaining([...statuses]),
    );
  }
});
