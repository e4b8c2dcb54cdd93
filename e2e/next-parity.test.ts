import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { attachEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { ROUTES } from "@/server/routes.gen";
import { api, linkTo, mailTo, makeSite, makeUser, type Site, unique } from "./api";

const PASSWORD = "correct horse battery";
const root = join(import.meta.dirname, "..");

/** Headers that differ because of who answers and when. Every other header must be equal. */
const IGNORED = new Set([
  "date",
  "connection",
  "keep-alive",
  "transfer-encoding", // Next streams what we send whole
  "content-length",
  "etag", // of what has a slug or an id in it
  "ratelimit-remaining", // each process counts for itself
  "ratelimit-reset",
  "vary", // Next names its own request headers
  "x-request-id", // given by our ingress, which a plain Next does without
  "x-content-type-options", // likewise
]);

type Ask = { method: string; path: string; headers?: Record<string, string>; body?: string };
type Told = { status: number; headers: IncomingHttpHeaders; body: string };

let next: { url: string; stop(): Promise<void> };
beforeAll(async () => {
  next = await startNext();
});
afterAll(() => next.stop());

/** A plain `next start` of the same build, on the database of the running product. */
async function startNext(): Promise<typeof next> {
  const dataDir = inject("dataDir");
  const database = await attachEmbeddedPostgres({ dataDir });
  if (!database) throw new Error("The product's database does not run");
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: database.url,
    SIGNIN_KEYS: (await readFile(join(dataDir, "keys"), "utf8")).trim(),
    APP_URL: inject("baseUrl"),
    LOG_LEVEL: "silent",
  };
  const given = [join(root, "node_modules/next/dist/bin/next"), "start", "--port", "0", "--hostname", "127.0.0.1"];
  const child = spawn(process.execPath, given, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let said = "";
  const url = await new Promise<string>((ready, failed) => {
    const listen = (chunk: Buffer) => {
      said += chunk;
      const address = /Local:\s+(http:\S+)[\s\S]*Ready in/.exec(said)?.[1];
      if (address) ready(address);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then(() => failed(new Error(`Next ended before it was ready:\n${said}`)));
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await database.detach();
    },
  };
}

/** Sends a request as it stands; the Host is the product's own, whoever is asked. */
function ask(origin: string, { method, path, headers = {}, body }: Ask): Promise<Told> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const host = new URL(inject("baseUrl")).host;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const sent = request(
      { hostname, port, method, path, headers: { ...headers, ...length, host }, setHost: false, agent: false },
      async (answer) => {
        const text = Buffer.concat(await answer.toArray()).toString("utf8");
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** An answer without what is new in each: ids, times, secrets, and the texts that a test made up for this one. */
function plain({ status, headers, body }: Told, own: string[]) {
  const masked = (text: string) =>
    own
      .reduce((rest, made) => rest.replaceAll(made, "own"), text)
      .replace(/\b(tkn|pst|pid|flw|gma|rft)_[\w-]+/g, "$1_")
      .replace(/\bsignin_known=[\w-]+/g, "signin_known=")
      .replace(/"s-[\w-]{16}"/g, '"s-"')
      .replace(/\b((?:site_|site_user_)?id)("?[:=])\d+/g, (_, name: string, sign: string) => `${name}${sign}0`)
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "then");
  const kept = Object.entries(headers).filter(([name]) => !IGNORED.has(name));
  // How long a wait is depends on when it is asked for.
  for (const pair of kept) if (pair[0] === "retry-after") pair[1] = String(Number(pair[1]) > 0);
  return { status, headers: Object.fromEntries(kept.map(([name, value]) => [name, masked(String(value))])), body: masked(body) };
}

/** Asks the product and then Next. Each asking is prepared afresh, because it may use something up. */
async function both(prepare: (own: string[]) => Promise<Ask> | Ask): Promise<[ReturnType<typeof plain>, ReturnType<typeof plain>]> {
  const answers: ReturnType<typeof plain>[] = [];
  for (const origin of [inject("baseUrl"), next.url]) {
    const own: string[] = [];
    const prepared = await prepare(own);
    answers.push(plain(await ask(origin, prepared), own));
  }
  return answers as [ReturnType<typeof plain>, ReturnType<typeof plain>];
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Ask => ({
  method: "POST",
  path,
  headers: { ...FORM, ...headers },
  body: new URLSearchParams(fields).toString(),
});
const authorized = () => ({ authorization: `Bearer ${inject("apiToken")}` });
const json = (method: string, path: string, value?: unknown): Ask => ({
  method,
  path,
  headers: { ...authorized(), ...(value === undefined ? {} : { "content-type": "application/json" }) },
  body: value === undefined ? undefined : JSON.stringify(value),
});

/** A call of a dialect at a site of its own. */
async function dialect(own: string[], path: string, value: object): Promise<Ask> {
  return { ...json("POST", `/${(await siteFor(own)).slug}/${path}`, value), headers: { "content-type": "application/json" } };
}

/** A site of its own, whose slug is masked. */
async function siteFor(own: string[], more: object = {}): Promise<Site> {
  const site = await makeSite({ success_uri: "https://acme.example/callback?a=1#b", home_uri: "https://acme.example/", ...more });
  own.push(site.slug);
  return site;
}

async function userFor(own: string[], site: Site): Promise<{ email: string; id: number }> {
  const email = `${unique("jane")}@example.com`;
  own.push(email);
  const { site_user } = await api<{ site_user: { id: number } }>("POST", "/api/site_users", {
    site_id: site.id,
    site_user: { email, password: PASSWORD },
  });
  return { email, id: site_user.id };
}

async function callbackToken(own: string[]): Promise<string> {
  const site = await siteFor(own);
  const email = await makeUser(site, PASSWORD);
  own.push(email);
  const answer = await ask(inject("baseUrl"), form(`/${site.slug}/login`, { email, password: PASSWORD }));
  return new URL(String(answer.headers.location)).searchParams.get("token") ?? "";
}

async function mailedLink(own: string[], page: "reset-password" | "verify-email"): Promise<{ path: string; token: string; site: Site }> {
  const site = await siteFor(own);
  const { email } = await userFor(own, site);
  await ask(inject("baseUrl"), form(`/${site.slug}/${page}`, { email }));
  const link = new URL(linkTo(await mailTo(email), page));
  const token = link.searchParams.get("token") ?? "";
  own.push(token);
  return { path: link.pathname + link.search, token, site };
}

/** One request of each route, and one for each shape that a refusal has. */
const ASKS: Record<string, (own: string[]) => Promise<Ask> | Ask> = {
  "GET /[site]/login": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/login?state=a%26b` }),
  "GET /[site]/login, by its alias": async (own) => ({ method: "GET", path: `/@${(await siteFor(own)).slug}/login` }),
  "HEAD /[site]/login": async (own) => ({ method: "HEAD", path: `/${(await siteFor(own)).slug}/login` }),
  "POST /[site]/login, 303": async (own) => {
    const site = await siteFor(own);
    return form(`/${site.slug}/login`, { email: (await userFor(own, site)).email, password: PASSWORD, state: "s t" });
  },
  "POST /[site]/login, 401": async (own) => form(`/${(await siteFor(own)).slug}/login`, { email: "jane@example.com", password: "x" }),
  "POST /[site]/login, 422": async (own) => form(`/${(await siteFor(own)).slug}/login`, {}),
  "POST /[site]/login, 403": async (own) => form(`/${(await siteFor(own)).slug}/login`, {}, { origin: "https://evil.example" }),
  "POST /[site]/login, 400": async (own) => ({ ...form(`/${(await siteFor(own)).slug}/login`, {}), body: "a=1&a=2" }),
  "POST /[site]/login, 413": async (own) => form(`/${(await siteFor(own)).slug}/login`, { email: "x".repeat(70_000) }),
  "POST /[site]/login, 415": async (own) => form(`/${(await siteFor(own)).slug}/login`, {}, { "content-type": "application/json" }),
  "POST /[site]/login, 429": async (own) => {
    const path = `/${(await siteFor(own)).slug}/login`;
    const wrong = form(path, { email: "jane@example.com", password: "x" });
    for (let attempt = 0; attempt < 10; attempt++) await ask(inject("baseUrl"), wrong);
    return wrong;
  },
  "GET /[site]/login, 404": () => ({ method: "GET", path: "/nobody-here/login" }),
  "GET /[site]/signup": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/signup` }),
  "POST /[site]/signup, 303": async (own) => {
    own.push(unique("new"));
    return form(`/${(await siteFor(own)).slug}/signup`, { email: `${own[0]}@example.com`, password: PASSWORD });
  },
  "POST /[site]/signup, 422": async (own) => {
    const site = await siteFor(own);
    return form(`/${site.slug}/signup`, { email: (await userFor(own, site)).email, password: PASSWORD });
  },
  "GET /[site]/reset-password": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/reset-password` }),
  "POST /[site]/reset-password, 200": async (own) => form(`/${(await siteFor(own)).slug}/reset-password`, { email: "jane@example.com" }),
  "GET /[site]/reset-password by link": async (own) => ({ method: "GET", path: (await mailedLink(own, "reset-password")).path }),
  "POST /[site]/reset-password, 303": async (own) => {
    const { token, site } = await mailedLink(own, "reset-password");
    return form(`/${site.slug}/reset-password`, { token, password: "a brand new password" });
  },
  "POST /[site]/reset-password, 422": async (own) =>
    form(`/${(await siteFor(own)).slug}/reset-password`, { token: "rst_x", password: PASSWORD }),
  "GET /[site]/verify-email": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/verify-email` }),
  "GET /[site]/verify-email by link": async (own) => ({ method: "GET", path: (await mailedLink(own, "verify-email")).path }),
  "POST /[site]/verify-email, 303": async (own) => {
    const { token, site } = await mailedLink(own, "verify-email");
    return form(`/${site.slug}/verify-email`, { token });
  },
  "GET /[site]/logout": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/logout` }),
  "POST /[site]/logout": async (own) => form(`/${(await siteFor(own)).slug}/logout`, {}),
  "GET /[site]/signed-in": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/signed-in` }),
  ...Object.fromEntries(
    [
      ".well-known/change-password",
      "account",
      "account/confirm",
      "account/data",
      "account/delete",
      "account/email",
      "account/linked",
      "account/passkeys",
      "account/password",
      "account/profile",
      "account/second-factor",
      "account/sessions",
      "continue",
      "login/code",
      "login/passkey",
      "logo",
      "second-factor",
      "social/callback",
    ].map((page) => [
      `GET /[site]/${page}`,
      async (own: string[]): Promise<Ask> => ({ method: "GET", path: `/${(await siteFor(own)).slug}/${page}` }),
    ]),
  ),
  "POST /[site]/passkey, 403": async (own) => form(`/${(await siteFor(own)).slug}/passkey`, {}, { origin: "https://evil.example" }),
  "POST /[site]/social/start, 403": async (own) =>
    form(`/${(await siteFor(own)).slug}/social/start`, {}, { origin: "https://evil.example" }),
  "GET /.well-known/webauthn": () => ({ method: "GET", path: "/.well-known/webauthn" }),
  "GET /static/providers.svg, 200": () => ({ method: "GET", path: "/static/providers.svg" }),
  "GET /static/passkey.js, 200": () => ({ method: "GET", path: "/static/passkey.js" }),
  "GET /[site]/embed": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/embed?origin=https://acme.example` }),
  "POST /[site]/embed, 401": async (own) => form(`/${(await siteFor(own)).slug}/embed`, { email: "jane@example.com", password: "x" }),
  "GET /[site]/embed.js, 200": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/embed.js` }),
  "GET /[site]/.well-known/jwks.json, 404": () => ({ method: "GET", path: "/nobody-here/.well-known/jwks.json" }),
  "GET /[site]/auth/[...path], 200": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/auth/loginmethods` }),
  "POST /[site]/auth/[...path], no session": async (own) => ({
    method: "POST",
    path: `/${(await siteFor(own)).slug}/auth/session/refresh`,
  }),
  "GET /[site]/auth, 404": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/auth` }),
  "GET /[site]/api, 404": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/api` }),
  "POST /[site]/fasteditor, 404": async (own) => ({ method: "POST", path: `/${(await siteFor(own)).slug}/fasteditor` }),
  "GET /[site]/api/[...path], 404": async (own) => ({ method: "GET", path: `/${(await siteFor(own)).slug}/api/nothing` }),
  "POST /[site]/fasteditor/[...path], 404": async (own) => ({ method: "POST", path: `/${(await siteFor(own)).slug}/fasteditor/nothing` }),
  "GET /dashboard/owner, 422": () => ({ method: "GET", path: "/dashboard/owner?token=own_dead" }),
  "POST /dashboard/owner, 422": () => form("/dashboard/owner", { token: "own_dead", email: "x", password: "y" }),
  "POST /dashboard/owner, 403": () => form("/dashboard/owner", {}, { origin: "null" }),
  "POST /[site]/auth/[...path], 401": async (own) => dialect(own, "auth/login", { email: "jane@example.com", password: PASSWORD }),
  "POST /[site]/api/[...path], 401": async (own) => dialect(own, "api/auth/local/login", { login: "jane", password: PASSWORD }),
  "POST /[site]/fasteditor/[...path], 401": async (own) => dialect(own, "fasteditor/login", {}),
  "GET /llms.txt, 200": () => ({ method: "GET", path: "/llms.txt" }),
  "GET /api/openapi.json, 200": () => ({ method: "GET", path: "/api/openapi.json" }),
  "GET /api/health": () => ({ method: "GET", path: "/api/health" }),
  "GET /api/health/live": () => ({ method: "GET", path: "/api/health/live" }),
  "GET /api/health/ready": () => ({ method: "GET", path: "/api/health/ready" }),
  "GET /api/sites": async (own) => json("GET", `/api/sites?slug=${(await siteFor(own)).slug}`),
  "GET /api/sites, 401": () => ({ method: "GET", path: "/api/sites" }),
  "GET /api/sites, 400": () => json("GET", "/api/sites?page=x"),
  "POST /api/sites": (own) => {
    own.push(unique("slug"));
    return json("POST", "/api/sites", { site: { name: "Acme", slug: own[0] } });
  },
  "POST /api/sites, 422": () => json("POST", "/api/sites", { site: { name: "" } }),
  "POST /api/sites, no JSON": () => ({ ...json("POST", "/api/sites", {}), body: "{" }),
  "POST /api/sites, another content type": () => ({
    ...json("POST", "/api/sites", {}),
    headers: { ...authorized(), "content-type": "text/plain" },
  }),
  "POST /api/sites, 413": () => json("POST", "/api/sites", { site: { name: "x".repeat(70_000) } }),
  "GET /api/sites/[id]": async (own) => json("GET", `/api/sites/${(await siteFor(own)).id}`),
  "GET /api/sites/[id], 404": () => json("GET", "/api/sites/999"),
  "PATCH /api/sites/[id]": async (own) => json("PATCH", `/api/sites/${(await siteFor(own)).id}`, { site: { name: "Other" } }),
  "DELETE /api/sites/[id]": async (own) => json("DELETE", `/api/sites/${(await siteFor(own)).id}`),
  "POST /api/sites/[id]/suspend": async (own) => json("POST", `/api/sites/${(await siteFor(own)).id}/suspend`),
  "POST /api/sites/[id]/resume, 404": () => json("POST", "/api/sites/999/resume"),
  "POST /api/sites/[id]/restore, 404": () => json("POST", "/api/sites/999/restore"),
  "POST /api/sites/[id]/fasteditor_key, 404": () => json("POST", "/api/sites/999/fasteditor_key"),
  "GET /api/sites/[id]/mail_texts": async (own) => json("GET", `/api/sites/${(await siteFor(own)).id}/mail_texts`),
  "GET /api/sites/[id]/mail_texts/[kind]/[language], 404": async (own) =>
    json("GET", `/api/sites/${(await siteFor(own)).id}/mail_texts/fax/en`),
  "GET /api/identity_providers": async (own) => json("GET", `/api/identity_providers?site_id=${(await siteFor(own)).id}`),
  "DELETE /api/identity_providers/[id], 404": () => json("DELETE", "/api/identity_providers/1"),
  "GET /api/site_users": async (own) => {
    const site = await siteFor(own);
    await userFor(own, site);
    return json("GET", `/api/site_users?site_id=${site.id}`);
  },
  "POST /api/site_users": async (own) => {
    const site = await siteFor(own);
    own.push(unique("jane"));
    return json("POST", "/api/site_users", { site_id: site.id, site_user: { email: `${own.at(-1)}@example.com`, password: PASSWORD } });
  },
  "GET /api/site_users/[id]": async (own) => json("GET", `/api/site_users/${(await userFor(own, await siteFor(own))).id}`),
  "DELETE /api/site_users/[id]": async (own) => json("DELETE", `/api/site_users/${(await userFor(own, await siteFor(own))).id}`),
  "GET /api/site_user_sessions": async (own) => json("GET", `/api/site_user_sessions?site_id=${(await siteFor(own)).id}`),
  "GET /api/site_user_sessions/[id]": async (own) => json("GET", `/api/site_user_sessions/${await callbackToken(own)}`),
  "POST /api/site_user_sessions/[id]": async (own) => json("POST", `/api/site_user_sessions/${await callbackToken(own)}`),
  "POST /api/site_user_sessions/[id], 404": () => json("POST", "/api/site_user_sessions/tkn_unknown"),
  "POST /api/site_user_sessions/[id]/mark_used": async (own) =>
    json("POST", `/api/site_user_sessions/${await callbackToken(own)}/mark_used`),
  "GET /api/sessions": async (own) => json("GET", `/api/sessions?site_id=${(await siteFor(own)).id}`),
  "GET /api/sessions/[id], 404": () => json("GET", "/api/sessions/1"),
  "DELETE /api/sessions/[id], 404": () => json("DELETE", "/api/sessions/1"),
  "POST /api/sites/[id]/signing_key": async (own) => json("POST", `/api/sites/${(await siteFor(own)).id}/signing_key`, {}),
  ...Object.fromEntries(
    ["block", "unblock", "mark_verified", "end_sessions", "reset_second_factor", "send_reset"].map((action) => [
      `POST /api/site_users/[id]/${action}`,
      async (own: string[]) => json("POST", `/api/site_users/${(await userFor(own, await siteFor(own))).id}/${action}`),
    ]),
  ),
  "GET /api/site_users/[id]/passkeys": async (own) =>
    json("GET", `/api/site_users/${(await userFor(own, await siteFor(own))).id}/passkeys`),
  "DELETE /api/site_users/[id]/passkeys/[passkey_id], 404": async (own) =>
    json("DELETE", `/api/site_users/${(await userFor(own, await siteFor(own))).id}/passkeys/1`),
  "POST /api/site_users/batch": async (own) => {
    const { id: site_id } = await siteFor(own);
    return json("POST", "/api/site_users/batch", { site_id, operations: [{ action: "create", site_user: { email: "jane@example.com" } }] });
  },
  "GET /api/site_users.csv": async (own) => json("GET", `/api/site_users.csv?site_id=${(await siteFor(own)).id}`),
  "POST /api/imports": async (own) => ({
    ...json("POST", `/api/imports?dry_run=true&site_id=${(await siteFor(own)).id}`),
    headers: { ...authorized(), "content-type": "text/csv" },
    body: "email\njane@example.com\n",
  }),
  "POST /api/imports, 422": async (own) => ({ ...json("POST", `/api/imports?site_id=${(await siteFor(own)).id}`), body: "%PDF-1.7" }),
  "GET /api/imports": async (own) => json("GET", `/api/imports?site_id=${(await siteFor(own)).id}`),
  "GET /api/imports/[id], 404": () => json("GET", "/api/imports/1"),
  "POST /api/imports/[id]/run, 404": () => json("POST", "/api/imports/1/run"),
  "GET /api/imports/[id]/report, 404": () => json("GET", "/api/imports/1/report"),
  "GET /api/audit_events": async (own) => json("GET", `/api/audit_events?site_id=${(await siteFor(own)).id}&type=site.updated`),
  "GET /api/audit_retention": () => json("GET", "/api/audit_retention"),
  "GET /api/audit_events.csv, 400": () => json("GET", "/api/audit_events.csv?site_id=x"),
  "GET /api/audit_events.ndjson, 400": () => json("GET", "/api/audit_events.ndjson?site_id=x"),
  "POST /api/webhook_endpoints, 422": () => json("POST", "/api/webhook_endpoints", { webhook_endpoint: {} }),
  "GET /api/webhook_endpoints": async (own) => json("GET", `/api/webhook_endpoints?site_id=${(await siteFor(own)).id}`),
  "GET /api/webhook_endpoints/[id], 404": () => json("GET", "/api/webhook_endpoints/1"),
  "POST /api/webhook_endpoints/[id]/replay_failed, 422": () => json("POST", "/api/webhook_endpoints/1/replay_failed", {}),
  "POST /api/webhook_endpoints/[id]/rotate_secret, 404": () => json("POST", "/api/webhook_endpoints/1/rotate_secret", {}),
  "POST /api/webhook_endpoints/[id]/send_test, 404": () => json("POST", "/api/webhook_endpoints/1/send_test"),
  "GET /api/webhook_deliveries": async (own) => json("GET", `/api/webhook_deliveries?site_id=${(await siteFor(own)).id}`),
  "GET /api/webhook_deliveries/[id], 404": () => json("GET", "/api/webhook_deliveries/1"),
  "POST /api/webhook_deliveries/[id]/replay, 404": () => json("POST", "/api/webhook_deliveries/1/replay"),
  "POST /api/exports, 422": () => json("POST", "/api/exports", { export: {} }),
  "GET /api/exports": async (own) => json("GET", `/api/exports?site_id=${(await siteFor(own)).id}`),
  "GET /api/exports/[id], 404": () => json("GET", "/api/exports/1"),
  "GET /api/exports/[id]/download, 400": () => json("GET", "/api/exports/1/download"),
  "GET /dashboard/exports/[id], 404": () => ({ method: "GET", path: "/dashboard/exports/1" }),
  "POST /dashboard/sites/[id]/branding/logo": () => form("/dashboard/sites/1/branding/logo", {}),
  "GET /dashboard/audit.csv": () => ({ method: "GET", path: "/dashboard/audit.csv" }),
  "GET /dashboard/audit.ndjson": () => ({ method: "GET", path: "/dashboard/audit.ndjson" }),
  "GET /dashboard/sites/[id]/mails/preview": () => ({ method: "GET", path: "/dashboard/sites/1/mails/preview" }),
  "GET /dashboard/sites/[id]/branding/preview": () => ({ method: "GET", path: "/dashboard/sites/1/branding/preview" }),
  "POST /dashboard/sites/[id]/imports": () => form("/dashboard/sites/1/imports", {}),
  "POST /dashboard/sites/[id]/imports/look": () => form("/dashboard/sites/1/imports/look", {}),
  "GET /dashboard/sites/[id]/imports/[importId]/report.csv, 404": () => ({
    method: "GET",
    path: "/dashboard/sites/1/imports/1/report.csv",
  }),
  "GET /dashboard/sites/[id]/users.csv, 404": () => ({ method: "GET", path: "/dashboard/sites/1/users.csv" }),
  "GET /api/mails": () => json("GET", "/api/mails?to=nobody-at-all@example.com"),
  "GET /api/[...path], 404": () => json("GET", "/api/nothing/here"),
  "GET /dashboard/mailbox/[id]/html, 404": () => ({ method: "GET", path: "/dashboard/mailbox/1/html" }),
  "POST /api/[...path], 404": () => json("POST", "/api/nothing", {}),
};

test("every route file is asked", () => {
  const asked = new Set(Object.keys(ASKS).map((name) => name.split(" ")[1]?.replace(/,$/, "")));
  const routes = ROUTES.filter(([, module]) => module !== null).map(([pattern]) => pattern);
  expect(routes.filter((pattern) => !asked.has(pattern))).toEqual([]);
});

describe("the product and a plain Next give one answer", () => {
  test.each(Object.entries(ASKS))("%s", async (name, prepare) => {
    const [direct, plainNext] = await both(prepare);
    const declared = / (\d{3})$/.exec(name)?.[1];
    if (declared) expect(direct.status).toBe(Number(declared));
    else expect(direct.status).toBeLessThan(500);
    expect(plainNext).toEqual(direct);
  });
});

describe("where they differ, on purpose", () => {
  test.each(["/api/sites", "/nobody-here/login"])(
    "a method that %s does not take: 405 from both, with words only from the product",
    async (path) => {
      const [direct, plainNext] = await both(() => ({ method: "PUT", path, headers: authorized() }));
      expect([direct.status, plainNext.status]).toEqual([405, 405]);
      expect(direct.headers.allow).toContain("GET");
      expect(direct.body).not.toBe("");
    },
  );

  test.each(["/api/sites", "/nobody-here/login"])("OPTIONS %s: the same methods from both", async (path) => {
    const [direct, plainNext] = await both(() => ({ method: "OPTIONS", path }));
    const methods = ({ status, headers }: typeof direct) => ({ status, allow: headers.allow?.split(", ").sort() });
    expect(methods(plainNext)).toEqual(methods(direct));
  });
});
