import { describe, expect, test, vi } from "vitest";
import { KNOWN_S, meetBrowser, ofSiteUser } from "@/lib/core/sign-in/known-browser";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { updateSite } from "@/lib/core/sites/update-site";
import { mailsTo } from "@/lib/testing/mails";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { makeVisit } from "@/lib/testing/make-visit";
import { runJobs } from "@/lib/testing/run-jobs";
import { sql } from "@/lib/testing/sql";
import { finishSignIn } from "./finish-sign-in";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** A user who has signed in before, in a browser that nobody knows any more. */
async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant({ name: "Acme", ...site });
  const user = await makeUser(tenant);
  await sql("UPDATE site_users SET last_sign_in_at = now() - interval '1 year' WHERE id = $1", [user.id]);
  return { tenant, user };
}

/** A browser as far as it keeps cookies. */
function makeBrowser(jar = new Map<string, string>()) {
  const signIn = async (tenant: Tenant, { id }: { id: bigint }, by: string | undefined = "password") => {
    const cookie = (name: string) => jar.get(name) ?? null;
    const visit = makeVisit(tenant, { cookie, browser: { userAgent: FIREFOX, session: cookie("signin_session") } });
    const proof = { passwordSealed: null, budgets: [], secondFactor: false };
    const step = await finishSignIn(visit, { kind: "signed_in", siteUserId: id, proof, ...(by !== "mail" && { by }) });
    for (const line of [step.cookie ?? []].flat()) {
      const [, name = "", value = ""] = /^(\w+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return [step.cookie ?? []].flat();
  };
  return { jar, signIn };
}

const queued = (tenant: Tenant) =>
  sql<{ payload: Record<string, unknown> }>(
    `SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'mail-new-device' AND j.payload->'scope'->>'site_id' = $1`,
    [String(tenant.site.id)],
  );
/** What is made as if so many seconds had not passed yet. */
function madeAgo(seconds: number, make: () => string): string {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - seconds * 1_000 });
  try {
    return make();
  } finally {
    vi.useRealTimers();
  }
}
const hourPasses = (tenant: Tenant) => sql("UPDATE attempts SET window_ends_at = now() WHERE site_id = $1", [tenant.site.id]);

describe("a sign-in in a browser that is new to a user", () => {
  test("is told to them, with when, what and from where, and what to do", async () => {
    const { tenant, user } = await setUp();
    await makeBrowser().signIn(tenant, user);
    await sql("UPDATE sessions SET created_at = '2026-03-14T14:02:00Z' WHERE site_user_id = $1", [user.id]);
    const at = `http://signin.localhost/${tenant.site.slug}`;
    expect(await mailsTo(tenant, user.email)).toEqual([
      {
        subject: "New sign-in to your account at Acme",
        text: [
          "A sign-in from a new browser",
          "Hello Jane,",
          "Somebody signed in to your account at Acme in a browser that was not used for it before.",
          "When: 14 March 2026 at 14:02 UTC\nBrowser: Firefox, Linux\nInternet address: 192.0.2.1",
          `See where you are signed in:\n${at}/account/sessions`,
          "If this wasn’t you, sign that browser out at once, and make sure that nobody else knows your password or reads your mail. " +
            `Set a new password:\n${at}/reset-password`,
          "If this was you, there is nothing to do.",
          "-- \nAcme\n",
        ].join("\n\n"),
        links: [`${at}/account/sessions`, `${at}/reset-password`],
        code: null,
        token: "",
        path: "",
      },
    ]);
  });

  test("is told once an hour at most, also when two happen at once", async () => {
    const { tenant, user } = await setUp();
    await Promise.all([makeBrowser().signIn(tenant, user), makeBrowser().signIn(tenant, user)]);
    expect(await mailsTo(tenant, user.email)).toHaveLength(1);
    await makeBrowser().signIn(tenant, user);
    expect(await queued(tenant)).toEqual([]);
    expect(await mailsTo(tenant, user.email)).toHaveLength(1);
    await hourPasses(tenant);
    await makeBrowser().signIn(tenant, user);
    expect(await mailsTo(tenant, user.email)).toHaveLength(2);
  });

  test("is not told where a mail was the proof, nor at somebody's first sign-in", async () => {
    const { tenant, user } = await setUp();
    for (const by of ["email_code", "mail"]) await makeBrowser().signIn(tenant, user, by);
    const newcomer = await makeUser(tenant);
    await makeBrowser().signIn(tenant, newcomer);
    expect(await queued(tenant)).toEqual([]);
    await makeBrowser().signIn(tenant, newcomer);
    expect(await mailsTo(tenant, newcomer.email)).toHaveLength(1);
  });

  test("is not told where the site does not want it", async () => {
    const { tenant, user } = await setUp();
    await updateSite(tenant.account, { id: tenant.site.id }, { mail: { new_device: false } });
    await makeBrowser().signIn(tenant, user);
    expect(await mailsTo(tenant, user.email)).toEqual([]);
  });

  test("says no word of a password where nobody signs in with one", async () => {
    const { tenant, user } = await setUp({ signIn: { password: { enabled: false }, email_code: { enabled: true } } });
    await makeBrowser().signIn(tenant, user, "passkey");
    const [mail] = await mailsTo(tenant, user.email);
    expect(mail?.links).toEqual([`http://signin.localhost/${tenant.site.slug}/account/sessions`]);
  });

  test("leaves no trace of a user who is deleted: the job names a session that is gone", async () => {
    const { tenant, user } = await setUp();
    await makeBrowser().signIn(tenant, user);
    const [job] = await queued(tenant);
    expect(job?.payload).toEqual({
      sessionId: expect.stringMatching(/^\d+$/),
      language: "en",
      scope: { account_id: String(tenant.context.scope.accountId), site_id: String(tenant.site.id) },
    });
    await deleteSiteUser(tenant.account, user.id);
    await runJobs();
    expect(await queued(tenant)).toEqual([]);
    expect(await mailsTo(tenant, user.email)).toEqual([]);
  });
});

describe("a browser in which a user has signed in", () => {
  test("is known: a hundred sign-ins more queue nothing, also without a session", async () => {
    const { tenant, user } = await setUp();
    const { jar, signIn } = makeBrowser();
    await signIn(tenant, user, "email_code");
    for (let time = 0; time < 100; time++) {
      jar.delete("signin_session");
      await signIn(tenant, user);
    }
    expect(await queued(tenant)).toEqual([]);
  });

  test("is given a cookie that no script reads, that stays, and that is for this site's pages", async () => {
    const { tenant, user } = await setUp();
    const { signIn } = makeBrowser();
    const line = (await signIn(tenant, user)).find((cookie) => cookie.startsWith("signin_known="));
    expect(line).toMatch(
      new RegExp(`^signin_known=[0-9a-z]{6}-[\\w-]{43}; Path=/${tenant.site.slug}; Max-Age=7776000; HttpOnly; SameSite=Lax$`),
    );
  });

  test("is known to several users, and to each of them alone", async () => {
    const { tenant, user } = await setUp();
    const [second, stranger] = [await makeUser(tenant), await makeUser(tenant)];
    await sql("UPDATE site_users SET last_sign_in_at = now() WHERE site_id = $1", [tenant.site.id]);
    const { signIn } = makeBrowser();
    for (const each of [user, second]) await signIn(tenant, each, "email_code");
    for (const each of [user, second, user]) await signIn(tenant, each);
    expect(await queued(tenant)).toEqual([]);
    await signIn(tenant, stranger);
    expect(await queued(tenant)).toHaveLength(1);
  });

  test("is not known by a cookie that was changed, made up, of another site or older than ninety days", async () => {
    const { tenant, user } = await setUp();
    const { jar, signIn } = makeBrowser();
    await signIn(tenant, user, "email_code");
    const [time = "", mac = ""] = jar.get("signin_known")?.split(/-(.*)/s) ?? [];
    const older = (days: number) => (Number.parseInt(time, 36) - days * 86_400).toString(36);
    const sibling = await addSite(tenant);
    const elsewhere = makeBrowser();
    await elsewhere.signIn(sibling, await makeUser(sibling), "email_code");
    const longAgo = madeAgo(KNOWN_S + 1, () => meetBrowser(ofSiteUser(tenant.context.scope, user.id), null).notes);
    const worthless = [
      longAgo,
      "",
      "x",
      `${older(1)}-${mac}`,
      `${time}-${mac.slice(0, -2)}AA`,
      `${time}-${"A".repeat(43)}`,
      `${".".repeat(10_000)}${time}-${mac}`,
      elsewhere.jar.get("signin_known") ?? "",
    ];
    for (const value of worthless) await makeBrowser(new Map([["signin_known", value]])).signIn(tenant, user);
    expect(await queued(tenant)).toHaveLength(worthless.length);
    await makeBrowser(new Map([["signin_known", `${time}-${mac}`]])).signIn(tenant, user);
    expect(await queued(tenant)).toHaveLength(worthless.length);
  });
});
