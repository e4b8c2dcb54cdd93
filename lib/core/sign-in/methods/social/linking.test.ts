import { describe, expect, test } from "vitest";
import { linkAccount } from "@/lib/core/linked-accounts/link-account";
import { listLinkedAccounts } from "@/lib/core/linked-accounts/list-linked-accounts";
import { unlinkAccount } from "@/lib/core/linked-accounts/unlink-account";
import { beginStep } from "@/lib/core/second-factor/begin-step";
import { requireStep } from "@/lib/core/second-factor/step";
import { noteSignIn } from "@/lib/core/sign-in/note-sign-in";
import { blockSiteUser } from "@/lib/core/site-users/block-site-user";
import { deleteSiteUser } from "@/lib/core/site-users/delete-site-user";
import { addProvider } from "@/lib/testing/identity-provider";
import { mailsTo } from "@/lib/testing/mails";
import { makeHolder } from "@/lib/testing/make-holder";
import { makePasskey } from "@/lib/testing/make-passkey";
import { addSite, makeSession, makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { visitorAt } from "@/lib/testing/visitor";
import type { Profile } from "./profile";
import { signInAs } from "./sign-in-as";

const ISSUER = "https://id.example";
const WORKS = { name: "Works" };
const refusal = (code: string) => expect.objectContaining({ code });
const PROOF = { passwordSealed: null, budgets: [], secondFactor: false };

function profile(email: string | null, emailProved = true): Profile {
  const address = email === null ? null : { email, canonical: email.toLowerCase() };
  const names = { name: "Jane", firstName: null, lastName: null, locale: "en-GB" };
  return { issuer: ISSUER, subject: unique("sub"), email: address, emailProved: emailProved && email !== null, ...names };
}

const nobody = () => `${unique("new")}@example.com`;
const prove = (id: bigint) => sql("UPDATE site_users SET email_verified_at = now() WHERE id = $1", [id]);
const enter = ({ context }: Tenant, who: Profile, browser?: string) => signInAs(context, who, WORKS, visitorAt(browser));
const linkBy = async (tenant: Tenant, id: bigint, who: Profile) =>
  linkAccount(tenant.context, await makeHolder(tenant, { id }), who, WORKS);
const usersOf = ({ site }: Tenant) =>
  sql<{ id: string; email: string; proved: boolean; password: boolean; links: number }>(
    `SELECT u.id::text, email, email_verified_at IS NOT NULL AS proved, password_sealed IS NOT NULL AS password,
       (SELECT count(*)::int FROM linked_accounts l WHERE l.site_user_id = u.id) AS links
     FROM site_users u WHERE site_id = $1 ORDER BY u.created_at, id`,
    [site.id],
  );
const subjects = async (mails: ReturnType<typeof mailsTo>) => (await mails).map(({ subject }) => subject);

describe("an address that nobody has", () => {
  test.each<[verification: "off" | "optional" | "required", proved: boolean, kind: string, mails: string[]]>([
    ["off", true, "signed_in", []],
    ["off", false, "signed_in", []],
    ["optional", true, "signed_in", []],
    ["optional", false, "signed_in", ["Confirm your e-mail address for Acme"]],
    ["required", true, "signed_in", []],
    ["required", false, "check_mail", ["Confirm your e-mail address for Acme"]],
  ])("becomes a user (verification %s, proved there: %s): %s", async (emailVerification, proved, kind, mails) => {
    const tenant = await makeTenant({ emailVerification });
    const who = profile(nobody(), proved);
    expect(await enter(tenant, who)).toMatchObject({ kind });
    expect(await usersOf(tenant)).toMatchObject([{ email: who.email?.email, proved, password: false, links: 1 }]);
    expect(await subjects(mailsTo(tenant, who.email?.canonical ?? ""))).toEqual(mails);
    expect(await enter(tenant, who)).toMatchObject({ kind });
  });

  test("becomes none where the site takes nobody, or another system does first", async () => {
    for (const settings of [{ signUps: false }, { signupEndpoint: { url: "https://users.example/new" } }]) {
      const tenant = await makeTenant(settings);
      await changingNothing(() => expect(enter(tenant, profile(nobody()))).rejects.toEqual(refusal("sign_ups_closed")));
    }
  });

  test("that is not told makes a user whom no mail reaches, unless the site needs one", async () => {
    const tenant = await makeTenant();
    expect(await enter(tenant, profile(null))).toMatchObject({ kind: "signed_in" });
    const [user] = await usersOf(tenant);
    expect(user).toMatchObject({ email: `${user?.id}@no-mail.invalid`, proved: false, links: 1 });
    const strict = await makeTenant({ emailVerification: "required" });
    await expect(enter(strict, profile(null))).rejects.toEqual(refusal("provider_without_email"));
  });

  test("makes one user, however many come with it at once", async () => {
    const tenant = await makeTenant();
    const who = profile(nobody());
    const all = await Promise.all(Array.from({ length: 8 }, () => enter(tenant, who)));
    expect(new Set(all.map((one) => (one.kind === "signed_in" ? one.siteUserId : null))).size).toBe(1);
    expect(await usersOf(tenant)).toMatchObject([{ links: 1 }]);
  });
});

describe("an address that a user has", () => {
  test("proved on both sides, links and signs in, and they are told by mail", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await prove(user.id);
    const { session } = await makeSession(tenant, user);
    expect(await enter(tenant, profile(user.email.toUpperCase()))).toEqual({ kind: "signed_in", siteUserId: user.id, proof: PROOF });
    expect(await usersOf(tenant)).toMatchObject([{ proved: true, password: true, links: 1 }]);
    expect(await subjects(mailsTo(tenant, user.email))).toEqual(["Works now signs you in to Acme"]);
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1 AND ended_at IS NULL", [session.id])).toHaveLength(1);
  });

  test("never proved here, is proved now, and what was set or opened before it is void", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const stranger = profile(null);
    await linkBy(tenant, user.id, stranger);
    const { session } = await makeSession(tenant, user);
    await makeToken(tenant, user);
    expect(await enter(tenant, profile(user.email))).toMatchObject({ siteUserId: user.id });
    expect(await usersOf(tenant)).toMatchObject([{ proved: true, password: false, links: 1 }]);
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1 AND ended_at IS NULL", [session.id])).toEqual([]);
    expect(await sql("SELECT 1 FROM callback_tokens WHERE site_user_id = $1 AND expires_at > now()", [user.id])).toEqual([]);
    expect(await enter(tenant, stranger)).not.toMatchObject({ siteUserId: user.id });
  });

  test.each([true, false])("not proved there, opens nothing (proved here: %s), however often it is tried", async (proved) => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    if (proved) await prove(user.id);
    const by = visitorAt();
    const knock = () => signInAs(tenant.context, profile(user.email, false), WORKS, by);
    await expect(knock()).rejects.toEqual(refusal("sign_in_to_link"));
    expect(await usersOf(tenant)).toMatchObject([{ proved, password: true, links: 0 }]);
    await sql("UPDATE attempts SET count = 100 WHERE site_id = $1", [tenant.site.id]);
    await expect(knock()).rejects.toEqual(refusal("too_many_attempts"));
  });

  test("is nothing to a blocked user, linked or not", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await prove(user.id);
    const linked = profile(user.email);
    await enter(tenant, linked);
    await blockSiteUser(tenant.context, user.id);
    for (const who of [linked, profile(user.email)]) await expect(enter(tenant, who)).rejects.toEqual(refusal("provider_failed"));
    expect(await usersOf(tenant)).toMatchObject([{ links: 1 }]);
  });

  test("of another site is nobody's here", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await prove(user.id);
    const who = profile(user.email);
    await enter(tenant, who);
    const other = await addSite(tenant);
    expect(await enter(other, who)).not.toMatchObject({ siteUserId: user.id });
    expect(await usersOf(other)).toMatchObject([{ proved: true, links: 1 }]);
  });

  test("gives nothing to who has a second factor without it", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await prove(user.id);
    await sql("UPDATE site_users SET second_factor = true WHERE id = $1", [user.id]);
    const outcome = await enter(tenant, profile(user.email));
    if (outcome.kind !== "signed_in") throw new Error("not signed in");
    await expect(noteSignIn(tenant.context, outcome)).rejects.toEqual(refusal("second_factor_required"));
  });
});

describe("linking by hand", () => {
  test("takes an account of any address, once, and of nobody else's", async () => {
    const tenant = await makeTenant();
    const [jane, joe] = [await makeUser(tenant), await makeUser(tenant)];
    const who = profile(nobody(), false);
    for (let time = 0; time < 2; time++) await linkBy(tenant, jane.id, who);
    await expect(linkBy(tenant, joe.id, who)).rejects.toEqual(refusal("linked_elsewhere"));
    expect(await enter(tenant, who)).toMatchObject({ siteUserId: jane.id });
    expect(await subjects(mailsTo(tenant, jane.email))).toEqual(["Works now signs you in to Acme"]);
    expect(await subjects(mailsTo(tenant, joe.email))).toEqual([]);
  });

  test("shows what is linked by the name of the provider, or of its host once that is gone", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    await addProvider(tenant, ISSUER, "oidc", { name: "Works" });
    for (const issuer of [ISSUER, "https://github.com", "https://login.microsoftonline.com/9188040d/v2.0", "https://gone.example/x"]) {
      await linkBy(tenant, user.id, { ...profile("a@example.com"), issuer });
    }
    const shown = await listLinkedAccounts(tenant.context, user.id);
    expect(shown.map(({ kind, providerName, email }) => [kind, providerName, email])).toEqual([
      ["oidc", "Works", "a@example.com"],
      ["github", "GitHub", "a@example.com"],
      ["microsoft", "Microsoft", "a@example.com"],
      ["oidc", "gone.example", "a@example.com"],
    ]);
  });

  test("leaves no trace of a user who is deleted", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const who = profile(user.email);
    await linkBy(tenant, user.id, who);
    await deleteSiteUser(tenant.account, user.id);
    expect(await sql("SELECT 1 FROM linked_accounts WHERE subject = $1", [who.subject])).toEqual([]);
  });
});

describe("unlinking", () => {
  test("ends a sign-in by the account that waits for the second factor", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const who = profile(null);
    await linkBy(tenant, user.id, who);
    await addProvider(tenant, ISSUER);
    const outcome = await enter(tenant, who);
    if (outcome.kind !== "signed_in") throw new Error("not signed in");
    const step = await beginStep(tenant.context, outcome);
    const [link] = await listLinkedAccounts(tenant.context, user.id);
    await unlinkAccount(tenant.context, user.id, link?.id ?? 0n);
    await expect(requireStep(tenant.context, step, "sign_in")).rejects.toEqual(refusal("session_ended"));
  });

  test("counts on no passkey of another domain", async () => {
    const tenant = await makeTenant();
    const outcome = await enter(tenant, profile(nobody()));
    if (outcome.kind !== "signed_in") throw new Error("not signed in");
    const { siteUserId: id } = outcome;
    await makePasskey(tenant, { id });
    await sql("UPDATE passkeys SET rp_id = 'old.example' WHERE site_user_id = $1", [id]);
    const [link] = await listLinkedAccounts(tenant.context, id);
    await expect(unlinkAccount(tenant.context, id, link?.id ?? 0n)).rejects.toEqual(refusal("last_way_in"));
  });

  test("leaves a way in: the password, or another account", async () => {
    const tenant = await makeTenant();
    const who = [profile(nobody()), profile(nobody())];
    const first = await enter(tenant, who[0] as Profile);
    if (first.kind !== "signed_in") throw new Error("not signed in");
    const id = first.siteUserId;
    const [only] = await listLinkedAccounts(tenant.context, id);
    await expect(unlinkAccount(tenant.context, id, only?.id ?? 0n)).rejects.toEqual(refusal("last_way_in"));
    await addProvider(tenant, ISSUER);
    await linkBy(tenant, id, who[1] as Profile);
    const links = await listLinkedAccounts(tenant.context, id);
    const all = await Promise.allSettled(links.map((link) => unlinkAccount(tenant.context, id, link.id)));
    expect(all.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listLinkedAccounts(tenant.context, id)).toHaveLength(1);
    const user = await makeUser(tenant);
    await linkBy(tenant, user.id, profile(null));
    const [link] = await listLinkedAccounts(tenant.context, user.id);
    await expect(unlinkAccount(tenant.context, id, link?.id ?? 0n)).rejects.toEqual(refusal("not_found"));
    await sql(`UPDATE sites SET sign_in = '{"password":{"enabled":false}}' WHERE id = $1`, [tenant.site.id]);
    await expect(unlinkAccount(tenant.context, user.id, link?.id ?? 0n)).rejects.toEqual(refusal("last_way_in"));
    await sql("UPDATE sites SET sign_in = '{}' WHERE id = $1", [tenant.site.id]);
    await unlinkAccount(tenant.context, user.id, link?.id ?? 0n);
    expect(await listLinkedAccounts(tenant.context, user.id)).toEqual([]);
  });
});
