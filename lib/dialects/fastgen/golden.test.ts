import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import type { SiteInput } from "@/lib/core/sites/site-fields";
import { sha256 } from "@/lib/kernel/secrets";
import { type FastgenSite, mailedCode, mailedToken, makeFastgenSite, proveEmail, signedInAt } from "@/lib/testing/fastgen";
import { PASSWORD, unique } from "@/lib/testing/make-tenant";
import { startServer } from "@/lib/testing/raw-http";
import { recorded } from "@/lib/testing/recorded";
import { sql } from "@/lib/testing/sql";
import { fastgen } from ".";

/** A request as it is sent, and the whole answer. What differs from run to run stands in braces. */
type Pair = {
  /** How the site is set. Those that are set alike are one. */
  readonly site?: SiteInput;
  readonly given?: keyof typeof GIVEN;
  readonly request: { method: string; path: string; headers?: Record<string, string>; body?: unknown };
  readonly response: object;
};

const spent = ({ context: { scope } }: FastgenSite, budget: string) =>
  sql("INSERT INTO attempts (account_id, site_id, key, count, window_ends_at) VALUES ($1, $2, $3, 1000, now() + interval '1 minute')", [
    scope.accountId,
    scope.siteId,
    sha256(budget),
  ]);

/** What came before a request. */
const GIVEN = {
  "the address is proved by now": proveEmail,
  "the session is over": ({ begun }: FastgenSite) => sql("UPDATE sessions SET ended_at = now() WHERE id = $1", [begun.session.id]),
  "the refresh token was renewed twice": async ({ context, refresh }: FastgenSite) => {
    const kind = { dialect: "fastgen", accessS: 3_600, refreshS: 8_640_000 };
    const next = await refreshSession(context, refresh, kind);
    await refreshSession(context, next.refresh?.text ?? "", kind);
  },
  "the code has expired": ({ user }: FastgenSite) => sql("UPDATE email_codes SET expires_at = now() WHERE email = $1", [user.email]),
  "the code was used": ({ user }: FastgenSite) => sql("UPDATE email_codes SET used_at = now() WHERE email = $1", [user.email]),
  "too many codes were asked for": (site: FastgenSite) => spent(site, `sign-in code asked for:${site.user.email}`),
  "too many have failed": (site: FastgenSite) => spent(site, `sign-in identifier:${site.user.email}`),
  "too many were asked for": (site: FastgenSite) => spent(site, "is known address:127.0.0.1"),
} as const;

const folder = join(import.meta.dirname, "golden");
const files = readdirSync(folder);
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Pair;

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const sites = new Map<string, Promise<FastgenSite>>();

function siteOf(input: SiteInput = {}): Promise<FastgenSite> {
  const key = JSON.stringify(input);
  const site = sites.get(key) ?? makeFastgenSite(input);
  sites.set(key, site);
  return site;
}

test.each(files)("%s", async (file) => {
  const { site, given, request, response } = read(file);
  const at = await signedInAt(await siteOf(site));
  const text = JSON.stringify(request);
  const names = await namesIn(text, at);
  const filled = JSON.parse(names.reduce((all, [name, value]) => all.replaceAll(`{${name}}`, value), text)) as Pair["request"];
  if (given) await GIVEN[given](at);
  const answer = await fetch(`http://${server.host}${at.base}${filled.path}`, {
    method: filled.method,
    headers: { ...(filled.body === undefined ? {} : { "content-type": "application/json" }), ...filled.headers },
    body: typeof filled.body === "string" ? filled.body : JSON.stringify(filled.body),
  });
  expect(await recorded(answer, names)).toEqual(response);
});

test("of every address there is one", () => {
  const said = files.map(read).map(({ request }) => `${request.method} ${request.path.split("?")[0]}`);
  const routes = fastgen.routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !route.includes("/public/"));
  expect(routes.filter((route) => !said.includes(route))).toEqual([]);
});

/** What the names in a request stand for. Secrets are made where they are asked for. */
async function namesIn(text: string, at: FastgenSite): Promise<[name: string, value: string][]> {
  const names: [string, string][] = [
    ["email", at.user.email],
    ["new email", `${unique("joe")}@example.com`],
    ["password", PASSWORD],
    ["slug", at.site.slug],
    ["client id", at.site.clientId],
    ["access token", at.access],
    ["refresh token", at.refresh],
  ];
  if (text.includes("{reset token}")) names.push(["reset token", await mailedToken(at, "reset_password")]);
  if (text.includes("{proof token}")) names.push(["proof token", await mailedToken(at, "verify_email")]);
  if (text.includes("{device}")) names.push(...Object.entries(await mailedCode(at)));
  return names;
}
