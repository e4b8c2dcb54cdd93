import { beforeAll, expect, test } from "vitest";
import { proofMail } from "@/lib/core/sign-in/proof-mail";
import { enqueue } from "@/lib/jobs/enqueue";
import { call } from "@/lib/testing/call-route";
import { credentials, type FastgenSite, makeFastgenSite, proveEmail, signedInAt } from "@/lib/testing/fastgen";
import { makeBrowser } from "@/lib/testing/hosted-pages";
import { basic, makeToken, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { asked } from "@/lib/testing/statements";
import { visitorAt } from "@/lib/testing/visitor";

let at: FastgenSite;
let slug: string;
let given: { email: string; password: string };
/** A browser that its user has signed in with before. */
let known: ReturnType<typeof makeBrowser>;
/** An access token of FastSchema's. */
let access: string;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const post = (path: string, json: unknown) => call("POST", `${slug}${path}`, { json });

beforeAll(async () => {
  at = await makeFastgenSite();
  slug = `/${at.site.slug}`;
  given = { email: at.user.email, password: PASSWORD };
  await proveEmail(at);
  known = makeBrowser();
  await known.post(`${slug}/login`, given);
  const { token } = (await (await post("/api/auth/local/login", { login: given.email, password: PASSWORD })).json()) as { token: string };
  access = token;
}, 30_000);

/** Signed out, the browser is still no new one. */
const signedOut = () => {
  for (const [key, { pair }] of known.cookies) if (pair.startsWith("signin_session=")) known.cookies.delete(key);
};
const exchange = async (headers: Record<string, string>) => {
  const token = await makeToken(at, at.user);
  return () => call("POST", `/api/site_user_sessions/${token}`, { headers });
};

type Step = () => Promise<{ readonly status: number }>;

/** What each hot path asks of the database. A statement more, for whatever it may be, has to be written down here. */
const PATHS: readonly [path: string, status: number, statements: readonly string[], begin: () => Step | Promise<Step>][] = [
  ["a sign-in page", 200, ["site-by-slug"], () => () => makeBrowser().open(`${slug}/login`)],
  [
    "a sign-in page for whoever is signed in",
    200,
    ["site-by-slug", "find-hosted-session"],
    async () => {
      await known.post(`${slug}/login`, given);
      return () => known.open(`${slug}/login`);
    },
  ],
  [
    "a sign-in in a known browser",
    303,
    ["site-by-slug", "find-for-sign-in-email", "insert-session"],
    () => {
      signedOut();
      return () => known.post(`${slug}/login`, given);
    },
  ],
  [
    "a sign-in in the place of a session",
    303,
    ["site-by-slug", "find-hosted-session", "find-for-sign-in-email", "insert-session", "end-session-by-refresh-token"],
    async () => {
      await known.post(`${slug}/login`, given);
      return () => known.post(`${slug}/login`, given);
    },
  ],
  [
    "a sign-in in a new browser of somebody who was told lately of another one",
    303,
    ["site-by-slug", "find-for-sign-in-email", "insert-session"],
    async () => {
      await makeBrowser().post(`${slug}/login`, given);
      await runJobs();
      return () => makeBrowser().post(`${slug}/login`, given);
    },
  ],
  [
    "a wrong password",
    401,
    ["site-by-slug", "find-for-sign-in-email", "count-failures", "INSERT INTO audit_events"],
    () => () => makeBrowser().post(`${slug}/login`, { ...given, password: "not the password" }),
  ],
  [
    "a sign-in through Fastgen",
    200,
    ["site-by-slug", "find-for-sign-in-email", "insert-session"],
    () => () => post("/auth/signin", credentials(at)),
  ],
  ["a sign-in through FastAuth", 200, ["site-by-slug", "find-for-sign-in-email", "insert-session"], () => () => post("/auth/login", given)],
  [
    "a refresh through Fastgen",
    200,
    ["site-by-slug", "renew-session"],
    async () => {
      const { refresh } = await signedInAt(at);
      return () => call("POST", `${slug}/auth/session/refresh`, { headers: bearer(refresh) });
    },
  ],
  [
    "a refresh through FastAuth",
    200,
    ["site-by-slug", "renew-session"],
    async () => {
      const { refresh_token } = (await (await post("/auth/login", given)).json()) as { refresh_token: string };
      return () => post("/auth/refresh", { refresh_token });
    },
  ],
  [
    "a session that is checked through Fastgen",
    200,
    ["site-by-slug", "find-session"],
    () => () => call("GET", `${slug}/auth/user/email/verify`, { headers: bearer(at.access) }),
  ],
  [
    "a session that is checked through FastSchema",
    200,
    ["site-by-slug", "find-session"],
    () => () => call("GET", `${slug}/api/auth/me`, { headers: bearer(access) }),
  ],
  ["an exchange with an API token", 200, ["consume-callback-token-api_token"], () => exchange(bearer(at.apiToken))],
  ["an exchange with a client secret", 200, ["consume-callback-token-client"], () => exchange(basic(at))],
  [
    "the list of sites",
    200,
    ["list-sites-live-all-from-newest-api_token"],
    () => () => call("GET", "/api/sites", { headers: bearer(at.apiToken) }),
  ],
  [
    "one user",
    200,
    ["account-by-api-token", 'SELECT "public"."site_users"'],
    () => () => call("GET", `/api/site_users/${at.user.id}`, { headers: bearer(at.apiToken) }),
  ],
];

/** Asks once to warm up: the first time a key is made. */
async function warm(begin: () => Step | Promise<Step>, status: number): Promise<Step> {
  expect((await (await begin())()).status).toBe(status);
  const step = await begin();
  return async () => {
    const answer = await step();
    expect(answer.status).toBe(status);
    return answer;
  };
}

test.each(PATHS)("%s asks the database for this and nothing else, and leaves no job behind", async (_, status, statements, begin) => {
  expect(await asked(await warm(begin, status))).toEqual({ statements, jobs: 0 });
});

test("a sign-up asks for seven statements in all and its transaction, and leaves one job: its mail", async () => {
  const signUp = () => () => makeBrowser().post(`${slug}/signup`, { email: `${unique("joe")}@example.com`, password: PASSWORD });
  const { statements, jobs } = await asked(await warm(signUp, 303));
  expect([statements.length, statements.filter((name) => /^(BEGIN|COMMIT)/.test(name)).length, jobs]).toEqual([9, 2, 1]);
});

test("a statement more and a job more are seen", async () => {
  const open = () => () => makeBrowser().open(`${slug}/login`);
  const step = await warm(open, 200);
  const more = async () => {
    await step();
    await at.context.db.site.count();
    await enqueue(at.context.db, "mail-verification", proofMail(given.email, visitorAt()));
  };
  expect(await asked(more)).toEqual({ statements: ["site-by-slug", "SELECT COUNT", "SELECT 1"], jobs: 1 });
});
