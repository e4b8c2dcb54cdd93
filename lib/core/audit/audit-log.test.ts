import { expect, test } from "vitest";
import { createApiToken } from "@/lib/core/api-tokens/create-api-token";
import { revokeApiToken } from "@/lib/core/api-tokens/revoke-api-token";
import { publishDraft } from "@/lib/core/branding/publish-draft";
import { saveDraft } from "@/lib/core/branding/save-draft";
import { changeOperatorPassword } from "@/lib/core/operators/change-operator-password";
import { inviteOperator } from "@/lib/core/operators/invite-operator";
import { joinAccount } from "@/lib/core/operators/join-account";
import { removeOperator } from "@/lib/core/operators/remove-operator";
import { requestOperatorReset } from "@/lib/core/operators/request-operator-reset";
import { signInOperator } from "@/lib/core/operators/sign-in-operator";
import { requireSite } from "@/lib/core/sites/require-site";
import { revealClientSecret } from "@/lib/core/sites/reveal-client-secret";
import type { Client } from "@/lib/kernel/actor";
import { call } from "@/lib/testing/call-route";
import { freshIp } from "@/lib/testing/hosted-pages";
import { makeFactor } from "@/lib/testing/make-factor";
import { makeHolder } from "@/lib/testing/make-holder";
import { makeOperator, OPERATOR_PASSWORD, sessionOf } from "@/lib/testing/make-operator";
import { makePasskey } from "@/lib/testing/make-passkey";
import { addSite, makeSession, makeTenant, makeToken, makeUser, PASSWORD, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow, sql } from "@/lib/testing/sql";
import { linkAccount } from "../linked-accounts/link-account";
import { unlinkAccount } from "../linked-accounts/unlink-account";
import { removePasskey } from "../passkeys/remove-passkey";
import { guess } from "../second-factor/guesses";
import { renewCodes } from "../second-factor/renew-codes";
import { trustBrowser } from "../second-factor/trusted-browser";
import { turnOffSecondFactor } from "../second-factor/turn-off";
import { refreshSession } from "../sessions/refresh-session";
import { setAuditRetention } from "./retention";

type Row = {
  type: string;
  outcome: string;
  actor: string;
  actor_id: bigint | null;
  about: bigint | null;
  site_id: bigint | null;
  data: object;
};

/** The events of an account since the last look, in their order, but for when they were and their ids. */
function watch(accountId: bigint) {
  const known = new Set<string>();
  return async (): Promise<(Row & Client)[]> => {
    const rows = await sql<Record<string, string>>(
      `SELECT id, type, outcome, actor_kind AS actor, actor_id, site_user_id AS about, site_id, ip, browser, data
       FROM audit_events WHERE account_id = $1 ORDER BY created_at, id`,
      [accountId],
    );
    const fresh = rows.filter(({ id }) => !known.has(id as string));
    for (const { id } of fresh) known.add(id as string);
    const numbers = ["actor_id", "about", "site_id"];
    return fresh.map(({ id: _, ...row }) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numbers.includes(name) && value ? BigInt(value) : value])),
    ) as never;
  };
}

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

test("whatever is done by a program is written down whole: what, who, where, whom and how it ended", async () => {
  const tenant = await makeTenant();
  const { account, site, apiToken } = tenant;
  const events = watch(account.scope.accountId);
  const ip = freshIp();
  const at = { ip, browser: "curl" };
  const rest = async (method: string, path: string, json?: object, token = apiToken) => {
    const headers = { "x-signin-client-ip": ip, "user-agent": "curl/8.5.0" };
    const answer = await call(method, path, { token, headers, ...(json ? { json } : {}) });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  const by = { actor: "api_token", actor_id: account.scope.by.id, ...at };
  const event = (type: string, about: bigint | null, data: object = {}, more: object = {}) => ({
    type,
    outcome: "success",
    about,
    site_id: site.id,
    data,
    ...by,
    ...more,
  });
  await events();

  const [here, email] = [`/api/sites/${site.id}`, `${unique("jane")}@example.com`];
  const made = await rest("POST", "/api/site_users", { site_id: Number(site.id), site_user: { email, password: PASSWORD } });
  const id = BigInt(made.body.site_user.id);
  expect(await events()).toEqual([event("site_user.created", id)]);
  const user = `/api/site_users/${id}`;
  const { token: spent } = { token: await makeToken(tenant, { id }) };
  await rest("POST", `/api/site_user_sessions/${spent}`);
  expect(await events()).toEqual([]);

  const table: [string, string, object | undefined, object[]][] = [
    ["PATCH", user, { site_user: { name: "Jane" } }, [event("site_user.updated", id, { fields: ["name"] })]],
    ["POST", `${user}/mark_verified`, undefined, [event("site_user.email_proved", id)]],
    ["POST", `${user}/mark_verified`, undefined, []],
    ["POST", `${user}/block`, undefined, [event("site_user.blocked", id)]],
    ["POST", `${user}/block`, undefined, []],
    ["POST", `${user}/unblock`, undefined, [event("site_user.unblocked", id)]],
    ["POST", `${user}/unblock`, undefined, []],
    ["POST", `${user}/end_sessions`, undefined, [event("site_user.sessions_ended", id)]],
    ["POST", `${user}/send_reset`, undefined, [event("site_user.password_reset_asked", id)]],
    ["POST", `${user}/reset_second_factor`, undefined, []],
    [
      "POST",
      `/api/site_user_sessions/${spent}`,
      undefined,
      [event("callback_token.replayed", id, { site_user_session_id: expect.stringMatching(/^\d+$/) }, { outcome: "failure" })],
    ],
    ["POST", `/api/site_user_sessions/${spent}`, undefined, []],
    ["PATCH", here, { site: { name: "Acme 2" } }, [event("site.updated", null, { fields: ["name"] })]],
    ["POST", `${here}/suspend`, undefined, [event("site.suspended", null)]],
    ["POST", `${here}/suspend`, undefined, []],
    ["POST", `${here}/resume`, undefined, [event("site.resumed", null)]],
    ["POST", `${here}/resume`, undefined, []],
    ["POST", `${here}/signing_key`, {}, [event("signing_key.rotated", null, { kid: expect.any(String), revoked: false })]],
    ["POST", `${here}/fasteditor_key`, undefined, [event("fasteditor_key.rotated", null)]],
    ["GET", `/api/site_users.csv?site_id=${site.id}`, undefined, [event("site_users.downloaded", null)]],
    ["GET", "/api/audit_events.csv", undefined, [event("audit_log.downloaded", null, { format: "csv" }, { site_id: null })]],
    ["GET", `/api/audit_events?site_id=${site.id}`, undefined, []],
    ["GET", user, undefined, []],
  ];
  for (const [method, path, json, expected] of table) {
    const { status } = await rest(method, path, json);
    await runJobs();
    expect([method, path, status < 500, await events()]).toEqual([method, path, true, expected]);
  }

  await rest("POST", "/api/sites", { site: { name: "Third" } });
  expect(await events()).toEqual([event("site.created", null, {}, { site_id: expect.any(BigInt) })]);
  await rest("DELETE", here);
  expect(await events()).toEqual([event("site.deleted", null)]);
  await rest("POST", `${here}/restore`);
  expect(await events()).toEqual([event("site.restored", null)]);

  await rest("DELETE", user);
  expect(await events()).toEqual([event("site_user.deleted", null)]);
  // Who was deleted is remembered by their id, so that no backup brings them back.
  const { "public.deletions": _, ...tables } = await everyRow();
  const text = JSON.stringify(tables);
  expect([text.includes(String(id)), text.includes(email), text.includes(spent)]).toEqual([false, false, false]);
  const names = await sql("SELECT DISTINCT pseudonym FROM audit_events WHERE account_id = $1 AND type LIKE 'site_user.%'", [
    account.scope.accountId,
  ]);
  expect(names).toEqual([{ pseudonym: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
});

test("whatever visitors do is written down: in the name of the user once they have shown that they are", async () => {
  const tenant = await makeTenant();
  const { account, site } = tenant;
  const user = await makeUser(tenant);
  const events = watch(account.scope.accountId);
  const ip = freshIp();
  const send = (path: string, form: Record<string, string>, headers = {}) =>
    call("POST", `/${site.slug}/${path}`, { form, headers: { "x-signin-client-ip": ip, "user-agent": FIREFOX, ...headers } });
  const at = { site_id: site.id, ip, browser: "Firefox on Linux" };
  const own = (type: string, about: bigint, data: object = {}) => ({
    type,
    outcome: "success",
    actor: "site_user",
    actor_id: about,
    about,
    data,
    ...at,
  });
  const failed = (type: string, about: bigint | null, data: object) => ({
    type,
    outcome: "failure",
    actor: "visitor",
    actor_id: null,
    about,
    data,
    ...at,
  });
  await events();

  const session = { session_id: expect.stringMatching(/^\d+$/), dialect: "hosted" };
  await send("login", { email: user.email, password: PASSWORD });
  expect(await events()).toEqual([own("site_user.signed_in", user.id, { method: "password", second_factor: false, ...session })]);
  await send("signup", { email: user.email, password: PASSWORD });
  expect(await events()).toEqual([failed("site_user.sign_up_failed", null, { method: "password" })]);
  await send("signup", { email: `${unique("joe")}@example.com`, password: PASSWORD });
  expect(await events()).toEqual([
    { ...own("site_user.signed_up", 1n, { method: "password" }), about: expect.any(BigInt), actor_id: expect.any(BigInt) },
    { ...own("site_user.signed_in", 1n, expect.objectContaining(session)), about: expect.any(BigInt), actor_id: expect.any(BigInt) },
  ]);
  await send("reset-password", { email: user.email });
  await runJobs();
  expect(await events()).toEqual([{ ...failed("site_user.password_reset_asked", user.id, {}), outcome: "success" }]);

  const wrong = { email: user.email, password: "not the password" };
  const unknown = `${unique("nobody")}@example.com`;
  await send("login", { ...wrong, email: unknown });
  expect(await events()).toEqual([failed("site_user.sign_in_failed", null, { method: "password" })]);
  for (let guess = 0; guess < 9; guess++) await send("login", wrong);
  expect((await events()).length).toBe(9);
  await send("login", wrong);
  const tenth = [
    failed("site_user.sign_in_failed", user.id, { method: "password" }),
    failed("site_user.locked_out", user.id, { method: "password" }),
  ];
  expect(await events()).toEqual(tenth);
  for (let more = 0; more < 3; more++) await send("login", wrong);
  expect(await events()).toEqual([]);
  const text = (await sql<{ row: string }>("SELECT e::text AS row FROM audit_events e")).map(({ row }) => row).join();
  expect([user.email, unknown, PASSWORD, "not the password"].filter((secret) => text.includes(secret))).toEqual([]);
});

test("whatever operators do is written down, also what somebody tries in their name", async () => {
  const { operator, email } = await makeOperator();
  const { accountId } = operator.scope;
  const events = watch(accountId);
  expect(await events()).toMatchObject([{ type: "account.created", actor: "operator", actor_id: operator.operator.id }]);
  const client = { ip: freshIp(), browser: "Firefox on Linux" };
  const brief = async () => (await events()).map(({ type, outcome, actor, ip }) => [type, outcome, actor, ip]);
  const byOperator = (type: string, ip: string | null = null) => [type, "success", "operator", ip];
  const byStranger = (type: string, outcome = "failure") => [type, outcome, "visitor", client.ip];
  const wrong = () => signInOperator({ email, password: "not the password" }, { ip: client.ip }, client).catch(() => undefined);

  await signInOperator({ email, password: OPERATOR_PASSWORD }, { ip: client.ip }, client);
  expect(await brief()).toEqual([byOperator("operator.signed_in", client.ip)]);
  await signInOperator({ email: `${unique("x")}@example.com`, password: "not the password" }, { ip: client.ip }, client).catch(
    () => undefined,
  );
  expect(await brief()).toEqual([]);
  await Promise.all(Array.from({ length: 40 }, wrong));
  await wrong();
  expect(await brief()).toEqual([
    ...Array.from({ length: 10 }, () => byStranger("operator.sign_in_failed")),
    byStranger("operator.locked_out"),
  ]);
  await requestOperatorReset({ email }, client.ip, client);
  await runJobs();
  expect(await brief()).toEqual([byStranger("operator.password_reset_asked", "success")]);

  const { link } = await inviteOperator(operator, { email: `${unique("friend")}@example.com` });
  const token = new URL(link).searchParams.get("token");
  const { operatorId } = sessionOf(await joinAccount({ token, name: "Friend", password: OPERATOR_PASSWORD }, client));
  await removeOperator(operator, { id: operatorId });
  await createApiToken(operator, { name: "shop" });
  const [made] = await operator.db.apiToken.findMany({ select: { id: true } });
  await revokeApiToken(operator, { id: made?.id ?? 0n });
  await setAuditRetention(operator, { days: null });
  expect(await brief()).toEqual([
    byOperator("operator.invited"),
    byOperator("operator.joined", client.ip),
    byOperator("operator.removed"),
    byOperator("api_token.created"),
    byOperator("api_token.revoked"),
    byOperator("audit_log.retention_changed"),
  ]);
  for (const days of [29, 3_651, 1.5, "x"]) await expect(setAuditRetention(operator, { days })).rejects.toMatchObject({ code: "invalid" });
  await sql("DELETE FROM operator_attempts");
  await changeOperatorPassword(operator, { currentPassword: OPERATOR_PASSWORD, newPassword: `${OPERATOR_PASSWORD} 2` }, client.ip);
  expect(await brief()).toEqual([byOperator("operator.password_changed")]);
});

test("a site's secret that is shown, its look that is published", async () => {
  const tenant = await makeTenant();
  const second = await addSite(tenant);
  const site = await requireSite(tenant.account, second.site.id);
  const events = watch(tenant.account.scope.accountId);
  await events();
  expect(await revealClientSecret(tenant.account, { id: second.site.id })).toBe(second.site.clientSecret);
  await saveDraft(site, { accent: "#aa0000" });
  await publishDraft(site);
  await publishDraft(site);
  expect((await events()).map(({ type, site_id }) => [type, site_id])).toEqual([
    ["client_secret.revealed", second.site.id],
    ["branding.published", second.site.id],
  ]);
});

test("providers, mail texts, passkeys, linked accounts and second factors: each change is written down, in the name of who made it", async () => {
  const tenant = await makeTenant();
  const { account, site, context } = tenant;
  const user = await makeUser(tenant);
  const events = watch(account.scope.accountId);
  const rest = async (method: string, path: string, json?: object) =>
    (await call(method, `/api/${path}`, { token: tenant.apiToken, ...(json ? { json } : {}) })).json();
  const row = (type: string, about: bigint | null, actor: string, data: object, outcome = "success") => ({
    type,
    about,
    actor,
    outcome,
    site_id: site.id,
    data,
  });
  const byProgram = (type: string, data: object, about: bigint | null = null) => row(type, about, "api_token", data);
  const own = (type: string, data: object = {}) => row(type, user.id, "site_user", data);
  const holder = await makeHolder(tenant, user);
  await events();

  const { identity_provider: provider } = await rest("POST", "identity_providers", {
    site_id: Number(site.id),
    identity_provider: { kind: "google", client_id: "1065.apps.example", client_secret: "GOCSPX-a-secret-of-theirs" },
  });
  const ofProvider = { provider_id: String(provider.id) };
  await rest("PATCH", `identity_providers/${provider.id}`, { identity_provider: { name: "Works" } });
  await rest("DELETE", `identity_providers/${provider.id}`);
  const words = `sites/${site.id}/mail_texts/verify_email/en`;
  await rest("PUT", words, { mail_text: { subject: "Hello" } });
  await rest("DELETE", words);
  await rest("DELETE", words);
  const ofWords = { kind: "verify_email", language: "en" };
  expect(await events()).toMatchObject([
    byProgram("identity_provider.created", { ...ofProvider, kind: "google" }),
    byProgram("identity_provider.updated", { ...ofProvider, fields: ["name"] }),
    byProgram("identity_provider.deleted", ofProvider),
    byProgram("mail_text.set", ofWords),
    byProgram("mail_text.deleted", ofWords),
  ]);

  const [first, second] = [await makePasskey(tenant, user), await makePasskey(tenant, user)];
  await removePasskey(context, user.id, first.id);
  await rest("DELETE", `site_users/${user.id}/passkeys/${second.id}`);
  const ofPasskey = (id: bigint) => ({ passkey_id: String(id) });
  expect(await events()).toMatchObject([
    own("passkey.added", ofPasskey(first.id)),
    own("passkey.added", ofPasskey(second.id)),
    own("passkey.removed", ofPasskey(first.id)),
    byProgram("passkey.removed", ofPasskey(second.id), user.id),
  ]);

  const profile = { email: null, emailProved: false, name: null, firstName: null, lastName: null, locale: null };
  await linkAccount(context, holder, { ...profile, issuer: "https://id.example", subject: unique("sub") }, { name: "Works" });
  const [linked] = await context.db.linkedAccount.findMany({ where: { siteUserId: user.id }, select: { id: true } });
  await unlinkAccount(context, user.id, linked?.id ?? 0n);
  const ofLink = { linked_account_id: String(linked?.id) };
  expect(await events()).toMatchObject([own("linked_account.added", ofLink), own("linked_account.removed", ofLink)]);

  await makeFactor(tenant, user);
  await events();
  await guess(context, user.id, async () => false).catch(() => undefined);
  await guess(context, user.id, async () => true);
  await trustBrowser(context, user.id, null);
  await renewCodes(context, user.id);
  await turnOffSecondFactor(context, user.id);
  await makeFactor(tenant, user);
  await rest("POST", `site_users/${user.id}/reset_second_factor`);
  expect((await events()).filter(({ type }) => type !== "second_factor.turned_on")).toMatchObject([
    row("second_factor.failed", user.id, "visitor", {}, "failure"),
    own("trusted_browser.added"),
    own("second_factor.codes_renewed"),
    own("second_factor.turned_off"),
    byProgram("second_factor.reset", {}, user.id),
  ]);
});

test("a refresh token that comes again is told of once, and a session that is ended, with their user", async () => {
  const tenant = await makeTenant();
  const user = await makeUser(tenant);
  const [{ session }, stolen] = [await makeSession(tenant, user), await makeSession(tenant, user)];
  const events = watch(tenant.account.scope.accountId);
  await events();
  await call("DELETE", `/api/sessions/${session.id}`, { token: tenant.apiToken });
  const ended = { session_id: String(session.id) };
  expect(await events()).toMatchObject([{ type: "session.ended", about: user.id, data: ended, actor: "api_token" }]);

  const kind = { dialect: "fastgen", accessS: 60, refreshS: 600 } as const;
  const renew = () => refreshSession(tenant.context, stolen.refresh?.text ?? "", kind);
  await renew();
  await sql("UPDATE sessions SET renewed_at = now() - interval '1 minute' WHERE id = $1", [stolen.session.id]);
  for (let count = 0; count < 3; count++) await expect(renew()).rejects.toMatchObject({ status: 401 });
  const data = { session_id: String(stolen.session.id), dialect: "fastgen" };
  expect(await events()).toMatchObject([
    { type: "session.refresh_token_reused", outcome: "failure", actor: "visitor", actor_id: null, about: user.id, data },
  ]);
});
