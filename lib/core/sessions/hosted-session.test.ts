import { describe, expect, test } from "vitest";
import { issueTokenOfSession } from "@/lib/core/callback-tokens/issue-token-of-session";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { endSessions } from "@/lib/core/site-users/end-sessions";
import { updateSiteUser } from "@/lib/core/site-users/update-site-user";
import type { ErrorCode } from "@/lib/kernel/errors";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { beginHostedSession } from "./begin-hosted-session";
import { endSession } from "./end-session";
import { findHostedSession } from "./find-hosted-session";
import type { HostedSession } from "./hosted-session";
import { proveAgain } from "./prove-again";
import { refreshSession } from "./refresh-session";

const CLIENT = { ip: "192.0.2.1", userAgent: "Browser/1" };
const signedIn = (siteUserId: bigint, secondFactor = false): SignedIn => ({
  kind: "signed_in",
  siteUserId,
  proof: { passwordSealed: null, budgets: [], secondFactor },
  by: "password",
});

async function begun(tenant?: Tenant) {
  const own = tenant ?? (await makeTenant());
  const user = await makeUser(own);
  const text = await beginHostedSession(own.context, signedIn(user.id), CLIENT);
  const find = () => findHostedSession(own.context, text);
  return { tenant: own, site: own.context, user, text, find, session: (await find()) as HostedSession };
}

const refusal = (code: string) => expect.objectContaining({ code });

/** As if so much time had passed for a session. */
const passed = (id: bigint, time: string) =>
  sql(
    `UPDATE sessions SET created_at = created_at - $2::interval, renewed_at = renewed_at - $2::interval,
       proved_at = proved_at - $2::interval, expires_at = expires_at - $2::interval WHERE id = $1`,
    [id, time],
  );
const rowOf = async (id: bigint) => (await sql<Record<string, unknown>>("SELECT * FROM sessions WHERE id = $1", [id]))[0];

describe("a session at a site's own pages", () => {
  test("is of who signed in, tells when and how they proved it, and keeps no token", async () => {
    const { user, text, session } = await begun();
    expect(session).toMatchObject({ dialect: "hosted", recent: true, provedBy: "password", secondFactor: false, user: { id: user.id } });
    const row = await rowOf(session.id);
    expect(row).toMatchObject({ ip: "192.0.2.1", user_agent: "Browser/1", dialect: "hosted" });
    expect(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(text);
  });

  test("takes the place of the one that the browser held, and of no other", async () => {
    const { site, user, text, find } = await begun();
    const elsewhere = await beginHostedSession(site, signedIn(user.id), CLIENT);
    const next = await beginHostedSession(site, signedIn(user.id), CLIENT, { held: text });
    expect(next).not.toBe(text);
    expect(await find()).toBeNull();
    for (const live of [elsewhere, next]) expect(await findHostedSession(site, live)).toMatchObject({ user: { id: user.id } });
  });

  test("ends two weeks after the last visit, and thirty days after it began, whatever the visits", async () => {
    const { session, find } = await begun();
    await passed(session.id, "13 days 23 hours");
    expect(await find()).not.toBeNull();
    await passed(session.id, "13 days 23 hours");
    expect(await find()).not.toBeNull();
    await passed(session.id, "2 days 3 hours");
    expect(await find()).toBeNull();
    const idle = await begun();
    await passed(idle.session.id, "14 days");
    expect(await idle.find()).toBeNull();
  });

  test("notes a visit once an hour and not at each page", async () => {
    const { session, find } = await begun();
    const before = await rowOf(session.id);
    await find();
    expect(await rowOf(session.id)).toEqual(before);
    await passed(session.id, "61 minutes");
    await find();
    expect((await rowOf(session.id))?.renewed_at).not.toEqual(before?.renewed_at);
  });

  test("is over when it is ended, and when its user is blocked, deleted, given a new password, or signed out everywhere", async () => {
    const { tenant, site } = await begun();
    const endings: [(siteUserId: bigint, session: bigint) => Promise<unknown>, code?: ErrorCode][] = [
      [(_, id) => endSession(site, { id })],
      [(id) => blockSiteUser(site, id)],
      [(id) => deleteSiteUser(tenant.account, id)],
      [(id) => updateSiteUser(tenant.account, id, { password: "another horse battery" })],
      [(id) => endSessions(site, id)],
      [(id) => sql("UPDATE site_users SET second_factor = true WHERE id = $1", [id]), "second_factor_required"],
    ];
    for (const [end, code = "wrong_credentials"] of endings) {
      const { user, session, find } = await begun(tenant);
      await end(user.id, session.id);
      expect(await find()).toBeNull();
      expect(await issueTokenOfSession(site, session)).toBeNull();
      await expect(proveAgain(site, session, signedIn(user.id))).rejects.toEqual(refusal(code));
    }
  });

  test("is nobody's at another site, on another wire, and with a token that is not quite it", async () => {
    const { tenant, site, text } = await begun();
    const sibling = await addSite(tenant);
    expect(await findHostedSession(sibling.context, text)).toBeNull();
    const kind = { dialect: "fastgen", accessS: 60, refreshS: 60 };
    await expect(refreshSession(site, text, kind)).rejects.toEqual(refusal("session_ended"));
    for (const wrong of ["", "rft_", text.slice(0, -1), `${text}A`, text.toLowerCase(), ` ${text}`, "x".repeat(10_000)]) {
      expect(await findHostedSession(site, wrong)).toBeNull();
    }
  });
});

describe("a proof", () => {
  test("is recent for ten minutes, and again once it was given anew", async () => {
    const { site, user, session, find } = await begun();
    await passed(session.id, "9 minutes 50 seconds");
    expect(await find()).toMatchObject({ recent: true });
    await passed(session.id, "20 seconds");
    expect(await find()).toMatchObject({ recent: false });
    await proveAgain(site, session, signedIn(user.id));
    expect(await find()).toMatchObject({ id: session.id, recent: true });
  });

  test("of somebody else is none, and the second factor of before still counts", async () => {
    const { tenant, site, session, user, find } = await begun();
    const other = await makeUser(tenant);
    await expect(proveAgain(site, session, signedIn(other.id))).rejects.toEqual(refusal("wrong_credentials"));
    await proveAgain(site, session, signedIn(user.id, true));
    await sql("UPDATE site_users SET second_factor = true WHERE id = $1", [user.id]);
    const proved = (await find()) as HostedSession;
    expect(proved.secondFactor).toBe(true);
    await proveAgain(site, proved, signedIn(user.id));
    expect(await find()).toMatchObject({ secondFactor: true });
  });
});

describe("going on as who is signed in", () => {
  test("gives a token, and notes the sign-in; an address that has to be proved is", async () => {
    const { tenant, site, user, session } = await begun();
    expect(await issueTokenOfSession(site, session)).toMatch(/^tkn_/);
    const required = { ...site, site: { ...site.site, emailVerification: "required" as const } };
    expect(await issueTokenOfSession(required, session)).toBeNull();
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [user.id]);
    expect(await issueTokenOfSession(required, session)).toMatch(/^tkn_/);
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [tenant.site.id]);
    expect(await issueTokenOfSession(site, session)).toBeNull();
  });

  test("a second factor that the site requires by now has to have been shown", async () => {
    const { site, user, session } = await begun();
    const required = { ...site, site: { ...site.site, signIn: { second_factor: { policy: "required" as const } } } };
    expect(await issueTokenOfSession(required, session)).toBeNull();
    await proveAgain(site, session, signedIn(user.id, true));
    expect(await issueTokenOfSession(required, session)).toMatch(/^tkn_/);
  });

  test("while everything is ended: no token outlives it", async () => {
    for (let round = 0; round < 10; round++) {
      const { site, user, session } = await begun();
      await Promise.all([issueTokenOfSession(site, session), endSessions(site, user.id), issueTokenOfSession(site, session)]);
      expect(await issueTokenOfSession(site, session)).toBeNull();
      const alive = await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1 AND expires_at > now()", [user.id]);
      expect(alive).toEqual([]);
    }
  });
});
