import { describe, expect, test } from "vitest";
import { call } from "@/lib/testing/call-route";
import { freshIp, send } from "@/lib/testing/hosted-pages";
import { mailsTo, newestMail } from "@/lib/testing/mails";
import { addSite, basic, makeTenant, makeToken, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { blockSiteUser } from "./block-site-user";
import { deleteSiteUser } from "./delete-site-user";
import { endSessions } from "./end-sessions";
import { getSiteUser } from "./get-site-user";
import { markVerified } from "./mark-verified";
import { unblockSiteUser } from "./unblock-site-user";

async function setUp(site: Parameters<typeof makeTenant>[0] = {}) {
  const tenant = await makeTenant(site);
  const user = await makeUser(tenant);
  const { slug } = tenant.site;
  const logIn = (password = PASSWORD) => send(`/${slug}/login`, { email: user.email, password }, { "x-signin-client-ip": freshIp() });
  const exchange = (token: string) => call("POST", `/api/site_user_sessions/${token}`, { token: tenant.apiToken });
  return { tenant, user, slug, logIn, exchange };
}

describe("a blocked user", () => {
  test.each([{}, { emailVerification: "required" }, { successUri: null }] as const)(
    "is refused with the right password as with a wrong one: %j",
    async (site) => {
      const { tenant, user, logIn } = await setUp(site);
      await blockSiteUser(tenant.context, user.id);
      const [right, wrong] = [await logIn(), await logIn("not the password")];
      expect(right.status).toBe(401);
      expect({ ...right, headers: [...right.headers] }).toEqual({ ...wrong, headers: [...wrong.headers] });
      expect(await mailsTo(tenant, user.email)).toEqual([]);
      expect(await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1", [user.id])).toEqual([]);
      expect((await getSiteUser(tenant.account, user.id)).lastSignInAt).toBeNull();
    },
  );

  test("right passwords close the budget as wrong ones do", async () => {
    const { tenant, user, logIn } = await setUp();
    await blockSiteUser(tenant.context, user.id);
    for (let tries = 0; tries < 10; tries++) expect((await logIn()).status).toBe(401);
    expect((await logIn()).status).toBe(429);
  });

  test("has no token left that could be exchanged, by either credential; a used one stays used", async () => {
    const { tenant, user, exchange } = await setUp();
    const [used, open, third] = [await makeToken(tenant, user), await makeToken(tenant, user), await makeToken(tenant, user)];
    expect((await exchange(used)).status).toBe(200);
    await blockSiteUser(tenant.context, user.id);
    expect([(await exchange(open)).status, (await exchange(used)).status]).toEqual([422, 422]);
    expect((await call("POST", `/api/site_user_sessions/${third}`, { headers: basic(tenant) })).status).toBe(422);
    expect(
      await sql("SELECT count(*)::int AS used FROM callback_tokens WHERE site_user_id = $1 AND used_at IS NOT NULL", [user.id]),
    ).toEqual([{ used: 1 }]);
  });

  test("cannot set a new password with a mail from before, and gets no mail any more; the answer is everybody's", async () => {
    const { tenant, user, slug, logIn } = await setUp();
    const path = `/${slug}/reset-password`;
    await send(path, { email: user.email });
    const { token, code } = await newestMail(tenant, user.email);
    await blockSiteUser(tenant.context, user.id);
    expect((await send(path, { token, password: "a brand new password" })).status).toBe(422);
    expect((await send(path, { email: user.email, code: code ?? "", password: "a brand new password" })).status).toBe(422);
    expect((await send(path, { email: user.email })).status).toBe((await send(path, { email: `${unique("x")}@example.com` })).status);
    expect(await mailsTo(tenant, user.email)).toHaveLength(1);
    await unblockSiteUser(tenant.context, user.id);
    expect((await logIn()).status).toBe(303);
  });

  test("cannot set one with a mail that was made in the moment of the block", async () => {
    const { tenant, user, slug, logIn } = await setUp();
    await send(`/${slug}/reset-password`, { email: user.email });
    const { token } = await newestMail(tenant, user.email);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [user.id]);
    expect((await send(`/${slug}/reset-password`, { token, password: "a brand new password" })).status).toBe(422);
    await unblockSiteUser(tenant.context, user.id);
    expect((await logIn("a brand new password")).status).toBe(401);
  });

  test("signs in again once unblocked; blocking twice keeps the first time", async () => {
    const { tenant, user, logIn } = await setUp();
    await blockSiteUser(tenant.context, user.id);
    const { blockedAt } = await getSiteUser(tenant.account, user.id);
    expect(blockedAt).toBeInstanceOf(Date);
    await blockSiteUser(tenant.context, user.id);
    expect((await getSiteUser(tenant.account, user.id)).blockedAt).toEqual(blockedAt);
    await unblockSiteUser(tenant.context, user.id);
    expect((await getSiteUser(tenant.account, user.id)).blockedAt).toBeNull();
    expect((await logIn()).status).toBe(303);
  });
});

test("a block among sign-ins leaves no token that can be exchanged; five times over", async () => {
  for (let round = 0; round < 5; round++) {
    const { tenant, user, logIn, exchange } = await setUp();
    const [, ...answers] = await Promise.all([
      new Promise((soon) => setImmediate(soon)).then(() => blockSiteUser(tenant.context, user.id)),
      ...Array.from({ length: 8 }, () => logIn()),
    ]);
    const tokens = answers.flatMap(({ location }) => (location ? [new URL(location).searchParams.get("token") ?? ""] : []));
    const live = "SELECT 1 FROM callback_tokens WHERE site_user_id = $1 AND used_at IS NULL AND expires_at > now()";
    expect(await sql(live, [user.id])).toEqual([]);
    for (const token of tokens) expect((await exchange(token)).status).toBe(422);
  }
});

test("sign-ins that are written down in the very moment of a block: whichever comes first, nothing can be exchanged", async () => {
  const { issueCallbackToken } = await import("../callback-tokens/issue-callback-token");
  let issued = 0;
  for (let round = 0; round < 20; round++) {
    const { tenant, user } = await setUp();
    const proof = { passwordSealed: null, budgets: [], secondFactor: false };
    const issue = () => issueCallbackToken(tenant.context, { kind: "signed_in", siteUserId: user.id, proof }).catch(() => null);
    const block = () => blockSiteUser(tenant.context, user.id);
    const answers = await Promise.all([issue(), issue(), block(), issue(), issue()]);
    issued += answers.filter((answer) => typeof answer === "string").length;
    const live = "SELECT 1 FROM callback_tokens WHERE site_user_id = $1 AND used_at IS NULL AND expires_at > now()";
    expect(await sql(live, [user.id])).toEqual([]);
  }
  expect(issued).toBeGreaterThan(0);
});

describe("ending sessions", () => {
  test("voids unused tokens and mailed secrets of this user, and nothing else; they sign in again", async () => {
    const { tenant, user, slug, logIn, exchange } = await setUp();
    const bystander = await makeUser(tenant);
    const [open, theirs] = [await makeToken(tenant, user), await makeToken(tenant, bystander)];
    await send(`/${slug}/reset-password`, { email: user.email });
    const { token } = await newestMail(tenant, user.email);
    await endSessions(tenant.context, user.id);
    expect((await exchange(open)).status).toBe(422);
    expect((await send(`/${slug}/reset-password`, { token, password: "a brand new password" })).status).toBe(422);
    expect((await exchange(theirs)).status).toBe(200);
    expect((await logIn()).status).toBe(303);
  });
});

describe("marking an address as verified", () => {
  test("keeps the time of an earlier proof", async () => {
    const { tenant, user } = await setUp();
    await markVerified(tenant.context, user.id);
    const { emailVerifiedAt } = await getSiteUser(tenant.account, user.id);
    expect(emailVerifiedAt).toBeInstanceOf(Date);
    await markVerified(tenant.context, user.id);
    expect((await getSiteUser(tenant.account, user.id)).emailVerifiedAt).toEqual(emailVerifiedAt);
  });
});

test.each(Object.entries({ blockSiteUser, unblockSiteUser, endSessions, markVerified }))(
  "%s: somebody else's user, one of another site and one that was deleted are not there, and nothing changes",
  async (_, act) => {
    const { tenant, user } = await setUp();
    const [sibling, stranger] = [await addSite(tenant), await makeTenant()];
    const [next, other] = [await makeUser(sibling), await makeUser(stranger)];
    for (const foreign of [next, other]) {
      await makeToken(foreign === next ? sibling : stranger, foreign);
      await sql("UPDATE site_users SET blocked_at = '2030-01-01Z' WHERE id = $1", [foreign.id]);
    }
    await deleteSiteUser(tenant.account, user.id);
    await changingNothing(async () => {
      for (const { id } of [next, other, user]) await expect(act(tenant.context, id)).rejects.toMatchObject({ code: "not_found" });
    });
  },
);
