import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unique } from "./api";
import { startMailProvider } from "./faults/mail-provider";
import { type RunningServer, startServer } from "./server";

const PASSWORD = "canary horse battery staple";
const METRICS_TOKEN = "canary-of-the-scraper-1234";

/**
 * With LEAK=on in the environment the server also writes down each request as it comes, as somebody might who looks for a fault:
 * the test of the log has to fail then.
 */
const LEAKY = `import h from "node:http";const e=h.Server.prototype.emit;h.Server.prototype.emit=function(n,r,...a){if(n==="request")console.error(r.url,JSON.stringify(r.headers));return e.call(this,n,r,...a)}`;
const leak = process.env.LEAK === "on" ? `--import data:text/javascript,${encodeURIComponent(LEAKY)}` : "";

/** It is traced as well, so that its spans stand in what it writes. */
const tracing = `--import ${pathToFileURL(join(import.meta.dirname, "tracing-sdk.mjs"))}`;

let provider: Awaited<ReturnType<typeof startMailProvider>>;
let server: RunningServer;
let apiToken: string;
let site: { id: number; slug: string; client_id: string; client_secret: string };
beforeAll(async () => {
  // Mails go out: the mailbox is the one place that keeps what it is given as it is.
  provider = await startMailProvider();
  const mails = { RESEND_API_KEY: "re_canary_of_the_provider", RESEND_BASE_URL: provider.url };
  server = await startServer({ LOG_REQUESTS: "on", METRICS_TOKEN, NODE_OPTIONS: `${tracing} ${leak}`, ...mails });
  const words = ["account", "create", "--email", "owner@example.com", "--password", "a long operator password"];
  apiToken = (await server.cli<{ api_token: string }>(...words)).api_token;
  const created = await ask("POST", "/api/sites", {
    json: { site: { name: "Acme", slug: unique("acme"), success_uri: "https://acme.example/in" } },
  });
  ({ site } = (await created.json()) as { site: typeof site });
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

type Sent = { json?: object; form?: Record<string, string>; headers?: Record<string, string>; text?: string };

function ask(method: string, path: string, { json, form, headers = {}, text }: Sent = {}): Promise<Response> {
  const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : text;
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  return fetch(server.baseUrl + path, {
    method,
    redirect: "manual",
    body,
    headers: {
      authorization: `Bearer ${apiToken}`,
      ...(body === undefined ? {} : { "content-type": type }),
      ...(form ? { origin: server.baseUrl } : {}),
      ...headers,
    },
  });
}

/** Which of the secrets stand in a text. */
const found = (secrets: Readonly<Record<string, string>>, text: string) =>
  Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

/** Secrets that were really used: what a visitor and their backend send and get, from the sign-up to the exchange. */
async function lives(): Promise<Record<string, string>> {
  const email = `${unique("jane")}@example.com`;
  const fields = [
    { id: "email", value: email },
    { id: "password", value: PASSWORD },
  ];
  const wire = { rid: "emailpassword", "st-auth-mode": "header" };
  const signedUp = await ask("POST", `/${site.slug}/auth/signup`, { json: { formFields: fields }, headers: wire });
  const refreshToken = signedUp.headers.get("st-refresh-token") ?? "";
  const renewed = await ask("POST", `/${site.slug}/auth/session/refresh`, {
    headers: { ...wire, authorization: `Bearer ${refreshToken}` },
  });
  expect([signedUp.status, renewed.status]).toEqual([200, 200]);
  const signedIn = await ask("POST", `/${site.slug}/login`, { form: { email, password: PASSWORD } });
  const token = new URL(signedIn.headers.get("location") ?? "").searchParams.get("token") ?? "";
  const basic = Buffer.from(`${site.client_id}:${site.client_secret}`).toString("base64");
  const exchange = () => ask("POST", `/api/site_user_sessions/${token}`, { headers: { authorization: `Basic ${basic}` } });
  expect([(await exchange()).status, (await exchange()).status]).toEqual([200, 422]);
  const [cookie = ""] = signedIn.headers
    .getSetCookie()
    .map((text) => /=([^;]{16,})/.exec(text)?.[1] ?? "")
    .filter(Boolean);
  const link = /http\S+token=[\w-]+/.exec((await provider.mailTo(email, /token=/)).text)?.[0] ?? "";
  await fetch(link);
  return {
    password: PASSWORD,
    "API token": apiToken,
    "callback token": token,
    "client secret": site.client_secret,
    Authorization: basic,
    "refresh token": refreshToken,
    cookie,
    "mailed token": new URL(link).searchParams.get("token") ?? "",
    "sealing key": (await readFile(join(server.dataDir, "keys"), "utf8")).trim().split(":")[1] ?? "",
  };
}

/** Secrets that are only shown, at places where they belong and where they do not. */
async function shown(): Promise<Record<string, string>> {
  const secrets = {
    code: "canary-483920",
    "TOTP secret": "CANARYJBSWY3DPEHPK3PXP",
    "recovery code": "canary-7h2k9-xq4mp",
    "webhook secret": "whsec_canaryMfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  };
  const { slug } = site;
  for (const secret of Object.values(secrets)) {
    const all = { password: secret, code: secret, token: secret, secret, email: `${secret}@example.com` };
    await Promise.all([
      ask("POST", `/${slug}/second-factor`, { form: all }),
      ask("POST", `/${slug}/login/code`, { form: all, headers: { cookie: `session=${secret}` } }),
      ask("POST", `/${slug}/reset-password?token=${secret}`, { form: all }),
      ask("POST", `/${slug}/auth/signin`, { json: { formFields: Object.entries(all).map(([id, value]) => ({ id, value })) } }),
      ask("POST", "/api/sites", { json: { site: { name: secret, [secret]: secret } } }),
      ask("POST", "/api/site_users", { text: `{"site_user": "${secret}` }),
      ask("GET", `/api/site_user_sessions/${secret}`, { headers: { authorization: `Bearer ${secret}`, cookie: `a=${secret}` } }),
      ask("GET", `/dashboard/sites/1/users?${new URLSearchParams(all)}`),
      ask("GET", `/${secret}/login?${new URLSearchParams(all)}`, { headers: { "user-agent": secret, "x-request-id": secret } }),
    ]);
  }
  return secrets;
}

/** Every row of every table of the server's database, as text, and once more with its bytes as text. */
async function dump(): Promise<string> {
  const database = new pg.Client({ connectionString: (await readFile(join(server.dataDir, "database-url"), "utf8")).trim() });
  await database.connect();
  try {
    const { rows: tables } = await database.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      texts.push(...rows.map(({ row }) => row));
    }
    const text = texts.join("\n");
    const bytes = [...text.matchAll(/\\x([0-9a-f]{2,})/g)].map(([, hex = ""]) => Buffer.from(hex, "hex").toString("latin1"));
    return [text, ...bytes].join("\n");
  } finally {
    await database.end();
  }
}

describe("a server that says all it can", () => {
  let secrets: Record<string, string>;
  let names: string[];
  beforeAll(async () => {
    secrets = { ...(await lives()), ...(await shown()), "scraper's token": METRICS_TOKEN, "provider's key": "re_canary_of_the_provider" };
    names = Object.keys(secrets);
  });

  test("has none of its secrets in what it writes, whatever is done with them", async () => {
    expect(Object.entries(secrets).filter(([, secret]) => secret.length < 12)).toEqual([]);
    await fetch(`${server.baseUrl}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    await server.says(/"route":"\/\[site\]\/reset-password","status":/);
    const spans = ["GET /dashboard/sites/[id]/users", "site-by-slug", "SELECT sites", "password.hash"];
    expect(/"next\.|"name":"fetch/.test(server.output())).toBe(false);
    expect(spans.filter((name) => !server.output().includes(`span {"name":"${name}"`))).toEqual([]);
    expect(found(secrets, server.output())).toEqual([]);
    // The same measure finds each of them.
    expect(names.length).toBeGreaterThanOrEqual(12);
    for (const name of names) expect(found(secrets, `${server.output()}${secrets[name]}`)).toEqual([name]);
  });

  test("has none of them in any row of any table either", async () => {
    const rows = await dump();
    expect(rows).toContain(site.slug);
    expect(rows.length).toBeGreaterThan(10_000);
    expect(found(secrets, rows)).toEqual([]);
    for (const name of names) expect(found(secrets, `${rows}${secrets[name]}`)).toEqual([name]);
    if (process.env.SIGNIN_LONG)
      console.log(`${names.length} secrets planted; 0 in ${rows.length} bytes of rows and ${server.output().length} of log`);
  });

  test("tells Prometheus, and only who shows the token", async () => {
    expect((await fetch(`${server.baseUrl}/metrics`)).status).toBe(401);
    const figures = await (await fetch(`${server.baseUrl}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
    expect(figures).toMatch(/signin_http_request_duration_seconds_count\{route="\/api\/sites",status="2xx"\} [1-9]/);
  });

  test("has its keys rotated and everything sealed anew while it runs, is backed up, and its doctor finds nothing", async () => {
    await server.cli("keys", "rotate", "sealing");
    expect(await server.cli("keys", "reseal")).toMatchObject({ unreadable: 0 });
    expect((await ask("GET", `/api/sites/${site.id}`)).status).toBe(200);
    const login = async () => (await fetch(`${server.baseUrl}/${site.slug}/login`)).status;
    expect(await server.cli("site", "suspend", site.slug, "--reason", "A test")).toMatchObject({ site: site.slug });
    expect(await login()).toBe(403);
    expect([await server.cli("site", "resume", site.slug), await login()]).toEqual([{ site: site.slug, open: true }, 200]);
    await server.cli("backup", join(server.dataDir, "all.zip"));
    const { ok, findings } = await server.cli<{ ok: boolean; findings: { check: string; ok: boolean }[] }>("doctor");
    expect(findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(ok).toBe(true);
  });
});
