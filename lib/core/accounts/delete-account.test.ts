import { afterEach, describe, expect, test } from "vitest";
import { type AccountContext, deletedAccountContext, operatorContext, type WholeAccountContext } from "@/lib/db/resolve";
import { sweepRows } from "@/lib/db/system-db";
import { newId } from "@/lib/kernel/ids";
import { call } from "@/lib/testing/call-route";
import { furnish } from "@/lib/testing/furnish";
import { freshIp } from "@/lib/testing/hosted-pages";
import { isAlive, sessionOf } from "@/lib/testing/make-operator";
import { addSite, basic, makeTenant, makeToken, makeUser, PASSWORD, type Tenant, unique } from "@/lib/testing/make-tenant";
import { runJobs } from "@/lib/testing/run-jobs";
import { everyRow, ownerPool, sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { createApiToken } from "../api-tokens/create-api-token";
import { findOperatorLink } from "../operators/find-operator-link";
import { inviteOperator } from "../operators/invite-operator";
import { joinAccount } from "../operators/join-account";
import { operatorOfAddress } from "../operators/operator-of-address";
import { resetLinkFor } from "../operators/reset-link";
import { resetOperatorPassword } from "../operators/reset-operator-password";
import { signInOperator } from "../operators/sign-in-operator";
import { createSite } from "../sites/create-site";
import { deleteSite } from "../sites/delete-site";
import { restoreSite } from "../sites/restore-site";
import { accountOfCommand } from "./account-of-command";
import { deleteAccount } from "./delete-account";
import { restoreAccount } from "./restore-account";

const tokenOf = (link: string) => new URL(link).searchParams.get("token") ?? "";
const whole = ({ account }: Tenant) => account as WholeAccountContext;

/** The address of the tenant's operator. */
async function operatorOf({ account }: Tenant): Promise<string> {
  return (await account.db.operator.findFirstOrThrow({ where: {}, orderBy: { createdAt: "asc" }, select: { email: true } })).email;
}

const signIn = async (email: string) => sessionOf(await signInOperator({ email, password: PASSWORD }, { ip: freshIp() }));

/** As if the account had been deleted so long ago. */
const agoBy = ({ account: { scope } }: Tenant, ago: string) =>
  sql(
    `WITH was AS (SELECT id, deleted_at FROM accounts WHERE id = $1),
     sites AS (UPDATE sites s SET deleted_at = now() - $2::interval FROM was WHERE s.account_id = was.id AND s.deleted_at = was.deleted_at),
     tokens AS (UPDATE api_tokens t SET revoked_at = now() - $2::interval FROM was WHERE t.account_id = was.id AND t.revoked_at = was.deleted_at)
     UPDATE accounts SET deleted_at = now() - $2::interval WHERE id = $1`,
    [scope.accountId, ago],
  );

/** The tables with a row that says one of these words. */
async function tablesWith(...words: unknown[]): Promise<string[]> {
  const rows = Object.entries(await everyRow());
  return rows.filter(([, all]) => all.some((row) => words.some((word) => row.includes(String(word))))).map(([name]) => name);
}

/** What is left of it once it is purged: that it was, in the list for restored backups. */
const PURGED = ["public.deletions"];
const wordsOf = async (tenant: Tenant) => [tenant.account.scope.accountId, tenant.site.id, await operatorOf(tenant)];

/** What the world sees of a tenant: the status behind each address and credential. */
async function seen(tenant: Tenant, callbackToken: string): Promise<Record<string, number>> {
  const { apiToken: token, site } = tenant;
  const pages = ["login", "signup", "reset-password", "verify-email", "embed", "embed.js", "account", ".well-known/jwks.json"];
  const asked: [name: string, Promise<Response>][] = [
    ...pages.map((page): [string, Promise<Response>] => [page, call("GET", `/${site.slug}/${page}`)]),
    ["sign-in", call("POST", `/${site.slug}/login`, { form: { email: "x@example.com", password: "x" } })],
    ["fastgen", call("POST", `/${site.slug}/auth/signin`, { json: { formFields: [] } })],
    ["fastschema", call("GET", `/${site.slug}/api/auth/me`)],
    ["fasteditor", call("GET", `/${site.slug}/fasteditor/me`)],
    ["list", call("GET", "/api/sites", { token })],
    ["create", call("POST", "/api/sites", { token, json: { site: { name: "More" } } })],
    ["users", call("GET", "/api/site_users", { token })],
    ["exchange", call("POST", `/api/site_user_sessions/${callbackToken}`, { headers: basic(tenant) })],
  ];
  const answers = asked.map(async ([name, response]) => [name, (await response).status] as const);
  return Object.fromEntries(await Promise.all(answers));
}

describe("at once", () => {
  test("pages, scripts, dialects, API tokens, credentials and sessions answer as if they had never been, and its neighbours go on", async () => {
    const [tenant, neighbour] = [await makeTenant(), await makeTenant()];
    const tokens = async (of: Tenant) => makeToken(of, await makeUser(of));
    const session = await signIn(await operatorOf(tenant));
    const [mine, theirs] = [await tokens(tenant), await tokens(neighbour)];
    await deleteAccount(whole(tenant));
    expect(await isAlive(session)).toBe(false);
    // A site that is deleted by itself, with an API token that is revoked, and the neighbour as it is.
    const alone = await makeTenant();
    const token = await tokens(alone);
    await deleteSite(alone.account, { id: alone.site.id });
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE account_id = $1", [alone.account.scope.accountId]);
    const gone = await seen(tenant, mine);
    expect(gone).toEqual(await seen(alone, token));
    expect(gone).toMatchObject({ login: 404, embed: 404, "sign-in": 404, fastgen: 404, list: 401, create: 401, users: 401, exchange: 401 });
    expect(await seen(neighbour, theirs)).toMatchObject({ login: 200, embed: 200, list: 200, create: 201, users: 200, exchange: 200 });
  });

  test("it is deleted once, and nobody who was let in a moment before adds anything to it", async () => {
    const tenant = await makeTenant();
    const operator = await operatorOfAddress(await operatorOf(tenant));
    const friend = `${unique("friend")}@example.com`;
    const { link } = await inviteOperator(operator, { email: friend });
    const before = await addSite(tenant);
    await deleteSite(tenant.account, { id: before.site.id });
    await deleteAccount(operator);
    await changingNothing(async () => {
      await expect(deleteAccount(operator)).rejects.toMatchObject({ code: "not_found" });
      await expect(createSite(tenant.account, { name: "Late" })).rejects.toMatchObject({ code: "P2003" });
      await expect(restoreSite(tenant.account, { id: before.site.id })).rejects.toMatchObject({ code: "not_found" });
      await expect(createApiToken(operator, { name: "late" })).rejects.toMatchObject({ code: "wrong_credentials" });
      await expect(joinAccount({ token: tokenOf(link), name: "Pete", password: PASSWORD })).rejects.toMatchObject({
        code: "link_unusable",
      });
      expect(await findOperatorLink("invitation", tokenOf(link))).toBeNull();
    });
    await runJobs();
    expect(await sql("SELECT 1 FROM mails WHERE recipient = $1", [friend])).toEqual([]);
  });

  test("of what is added while it is deleted nothing lives on, whoever is first", async () => {
    for (let round = 0; round < 4; round++) {
      const tenant = await makeTenant();
      const operator = await operatorOfAddress(await operatorOf(tenant));
      const gone = await addSite(tenant);
      await deleteSite(tenant.account, { id: gone.site.id });
      const { link } = await inviteOperator(operator, { email: `${unique("friend")}@example.com` });
      await Promise.allSettled([
        createSite(tenant.account, { name: "One" }),
        createApiToken(operator, { name: "one" }),
        restoreSite(tenant.account, { id: gone.site.id }),
        joinAccount({ token: tokenOf(link), name: "Pete", password: PASSWORD }).then(async (arrival) =>
          expect(await isAlive(sessionOf(arrival))).toBe(false),
        ),
        deleteAccount(operator),
        createSite(tenant.account, { name: "Two" }),
        createApiToken(operator, { name: "two" }),
      ]);
      const alive =
        "SELECT 1 FROM sites WHERE account_id = $1 AND deleted_at IS NULL UNION ALL SELECT 1 FROM api_tokens WHERE account_id = $1 AND revoked_at IS NULL";
      expect(await sql(alive, [operator.scope.accountId])).toEqual([]);
    }
  });

  test("each operator is told by mail how it is brought back, and signs in for that and for nothing else", async () => {
    const tenant = await makeTenant();
    const email = await operatorOf(tenant);
    const operator = await operatorOfAddress(email);
    const friend = `${unique("friend")}@example.com`;
    await joinAccount({ token: tokenOf((await inviteOperator(operator, { email: friend })).link), name: "Pete", password: PASSWORD });
    await runJobs();
    await sql("DELETE FROM mails");
    const purgedAt = await deleteAccount(operator);
    await runJobs();
    const mails = await sql<{ recipient: string; text: string }>("SELECT recipient, subject, links, text FROM mails ORDER BY recipient");
    const mail = {
      subject: "Deleted on Signin Fast: Owner",
      links: ["http://signin.localhost/dashboard/deleted"],
      text: expect.any(String),
    };
    expect(mails).toEqual([friend, email].toSorted().map((recipient) => ({ recipient, ...mail })));
    const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(purgedAt);
    for (const { text } of mails) expect(text).toContain(day);
    for (const address of [email, friend]) {
      const session = await signIn(address);
      expect(await operatorContext(session)).toBeNull();
      expect(await deletedAccountContext(session)).toMatchObject({ purgedAt, operator: { email: address } });
    }
    expect(await deletedAccountContext(await signIn(await operatorOf(await makeTenant())))).toBeNull();
  });

  test("an operator who had proved nothing, and whose address is somebody else's, gets their tokens back by no detour", async () => {
    const tenant = await makeTenant();
    const email = await operatorOf(tenant);
    await sql("UPDATE operators SET email_verified_at = NULL WHERE account_id = $1", [tenant.account.scope.accountId]);
    await deleteAccount(whole(tenant));
    await resetOperatorPassword({ token: tokenOf(await resetLinkFor(email)), password: `${PASSWORD} of mine` });
    await restoreAccount(whole(tenant));
    expect((await call("GET", "/api/sites", { token: tenant.apiToken })).status).toBe(401);
    expect((await call("GET", `/${tenant.site.slug}/login`)).status).toBe(200);
  });
});

describe("brought back", () => {
  /** Every row of the tenant's tables, but what is meant to be another: moments of change, versions of sessions, and what tells of it. */
  const rows = async ({ account: { scope } }: Tenant) => {
    const { "public.audit_events": _, "graphile_worker._private_jobs": __, "public.mails": ___, ...tables } = await everyRow();
    const own = await sql<{ row: string }>(
      `SELECT (to_jsonb(a) - 'updated_at')::text AS row FROM accounts a WHERE id = $1
       UNION ALL SELECT (to_jsonb(o) - 'session_version' - 'last_sign_in_at')::text FROM operators o WHERE account_id = $1 ORDER BY 1`,
      [scope.accountId],
    );
    const { "public.accounts": ____, "public.operators": _____, "public.operator_attempts": ______, ...others } = tables;
    return { own, ...others };
  };

  test("it is as it was; what had gone before stays gone, and sessions stay over", async () => {
    const tenant = await makeTenant();
    await furnish(tenant);
    const email = await operatorOf(tenant);
    const [before, operator] = [await signIn(email), await operatorOfAddress(email)];
    const gone = await addSite(tenant);
    await deleteSite(tenant.account, { id: gone.site.id });
    const { id } = await createApiToken(operator, { name: "revoked" }).then(() =>
      tenant.account.db.apiToken.findFirstOrThrow({ where: { name: "revoked" }, select: { id: true } }),
    );
    await sql("UPDATE api_tokens SET revoked_at = now() WHERE id = $1", [id]);
    await runJobs();
    const there = await rows(tenant);
    await deleteAccount(operator);
    await runJobs();
    const session = await signIn(email);
    const deleted = await deletedAccountContext(session);
    if (!deleted) throw new Error("Nobody may bring it back");
    await restoreAccount(deleted);
    expect(await rows(tenant)).toEqual(there);
    expect([await isAlive(before), await isAlive(session)]).toEqual([false, true]);
    expect((await call("GET", "/api/sites", { token: tenant.apiToken })).status).toBe(200);
    const told = await sql(
      "SELECT type, actor_kind FROM audit_events WHERE account_id = $1 AND type LIKE 'account.%' ORDER BY created_at",
      [operator.scope.accountId],
    );
    expect(told).toEqual(["account.deleted", "account.restored"].map((type) => ({ type, actor_kind: "operator" })));
    await changingNothing(() => expect(restoreAccount(deleted)).rejects.toMatchObject({ code: "not_found" }));
  });

  test("by nobody who is not in it, and after a week by nobody", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    await deleteAccount(whole(tenant));
    const session = await signIn(await operatorOf(tenant));
    await changingNothing(() => expect(restoreAccount(whole(other))).rejects.toMatchObject({ code: "not_found" }));
    await agoBy(tenant, "7 days");
    await changingNothing(() => expect(restoreAccount(whole(tenant))).rejects.toMatchObject({ code: "not_found" }));
    expect([await operatorContext(session), await deletedAccountContext(session)]).toEqual([null, null]);
  });

  test("by whoever runs the installation, who names it by its id or by an address", async () => {
    const tenant = await makeTenant();
    const { accountId } = tenant.account.scope;
    for (const named of [String(accountId), (await operatorOf(tenant)).toUpperCase()]) {
      await deleteAccount(await accountOfCommand(named));
      await restoreAccount(await accountOfCommand(named));
    }
    const actors = await sql(
      "SELECT DISTINCT actor_kind FROM audit_events WHERE account_id = $1 AND type IN ('account.deleted', 'account.restored')",
      [accountId],
    );
    expect(actors).toEqual([{ actor_kind: "system" }]);
    for (const named of [undefined, "", "x", "0", "-1", "99999999999999999999", "12", `${unique("nobody")}@example.com`])
      await expect(accountOfCommand(named)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("a week later", () => {
  afterEach(async () => {
    await sql("DROP TRIGGER IF EXISTS stop ON sites");
    await sql("DROP TRIGGER IF EXISTS portion ON site_users");
  });

  test("nothing of it is left in any table or queue but its ids in the list of what was deleted; its neighbours are as they were", async () => {
    const [tenant, recent, neighbour] = [await makeTenant(), await makeTenant(), await makeTenant()];
    for (const each of [tenant, recent, neighbour]) await furnish(each);
    const [words, late, theirs] = [await wordsOf(tenant), await wordsOf(recent), await wordsOf(neighbour)];
    // The control: whatever table names an account has a row of this one. A new one is furnished above.
    const naming = await sql<{ name: string }>(
      `SELECT DISTINCT format('public.%I', table_name) AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name = 'account_id' AND table_name <> 'deletions' ORDER BY 1`,
    );
    expect(await tablesWith(...words)).toEqual(expect.arrayContaining([...naming.map(({ name }) => name), "public.accounts"]));
    await deleteAccount(whole(tenant));
    await deleteAccount(whole(recent));
    expect(await tablesWith(...words)).toContain("graphile_worker._private_jobs");
    await agoBy(tenant, "7 days 1 minute");
    await agoBy(recent, "6 days 23 hours");
    // What is swept for everybody is swept first.
    await sql("DELETE FROM trusted_browsers WHERE expires_at < now()");
    const [others, neighbours] = [await tablesWith(...late), await tablesWith(...theirs)];
    await sweepRows();
    expect(await tablesWith(...words)).toEqual(PURGED);
    expect([await tablesWith(...late), await tablesWith(...theirs)]).toEqual([others, neighbours]);
    const [noted] = await sql("SELECT site_id, site_user_id FROM deletions WHERE account_id = $1 AND site_id IS NULL", [
      tenant.account.scope.accountId,
    ]);
    expect(noted).toEqual({ site_id: null, site_user_id: null });
    // The slug is still nobody's to take.
    const again = call("POST", "/api/sites", { token: neighbour.apiToken, json: { site: { name: "Again", slug: tenant.site.slug } } });
    expect((await again).status).toBe(422);
    await restoreAccount(whole(recent));
    expect((await call("GET", `/${recent.site.slug}/login`)).status).toBe(200);
  });

  test("what somebody tried at the last moment goes with the next sweep", async () => {
    const tenant = await makeTenant();
    const words = await wordsOf(tenant);
    await deleteAccount(whole(tenant));
    await agoBy(tenant, "8 days");
    await sweepRows();
    await sql(
      "INSERT INTO audit_events (account_id, id, site_id, type, outcome, actor_kind) VALUES ($1, 1, NULL, 'operator.sign_in_failed', 'failure', 'visitor')",
      [tenant.account.scope.accountId],
    );
    await sweepRows();
    expect(await tablesWith(...words)).toEqual(PURGED);
  });

  test("a purge that is cut short goes on with the next one, and nobody brings back what is left in between", async () => {
    const tenant = await makeTenant();
    const user = await makeUser(tenant);
    const words = [...(await wordsOf(tenant)), user.id];
    const old = "created_at < now() - interval '1 day'";
    await sql(
      "INSERT INTO idempotency_keys (account_id, key_hash, request_hash, created_at) VALUES ($1, $2, $2, now() - interval '2 days')",
      [(await makeTenant()).account.scope.accountId, Buffer.from("old")],
    );
    await deleteAccount(whole(tenant));
    const session = await signIn(await operatorOf(tenant));
    await agoBy(tenant, "8 days");
    await sql("CREATE OR REPLACE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$killed$$; END'");
    await sql("CREATE TRIGGER stop BEFORE DELETE ON sites FOR EACH ROW EXECUTE FUNCTION stop()");
    await expect(sweepRows()).rejects.toThrow("killed");
    // Nothing else waits for it.
    expect(await sql(`SELECT 1 FROM idempotency_keys WHERE ${old}`)).toEqual([]);
    expect(await sql("SELECT 1 FROM site_users WHERE id = $1", [user.id])).toEqual([]);
    expect(await sql("SELECT 1 FROM sites WHERE id = $1", [tenant.site.id])).toHaveLength(1);
    await expect(restoreAccount(whole(tenant))).rejects.toMatchObject({ code: "not_found" });
    expect([await operatorContext(session), await deletedAccountContext(session)]).toEqual([null, null]);
    await sql("DROP TRIGGER stop ON sites");
    await sweepRows();
    expect(await tablesWith(...words)).toEqual(PURGED);
  });

  test("it goes in portions that end in time, also when two are at it and their connections are cut; the next sweep ends it", async () => {
    const tenant = await makeTenant();
    const { accountId, siteId } = tenant.context.scope;
    const words = await wordsOf(tenant);
    await sql(
      `INSERT INTO site_users (account_id, site_id, id, email, email_canonical)
       SELECT $1, $2, $3::bigint + n, n || '@example.com', n || '@example.com' FROM generate_series(1, 2500) n`,
      [accountId, siteId, newId()],
    );
    await deleteAccount(whole(tenant));
    await agoBy(tenant, "8 days");
    // Whoever would remove more at once is told so; the second portion of all loses its connection, as if its process were killed.
    await sql("CREATE SEQUENCE portions");
    await sql(`CREATE FUNCTION portion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      IF (SELECT count(*) FROM gone) > 1000 THEN RAISE EXCEPTION 'too many at once'; END IF;
      IF (SELECT count(*) FROM gone) > 0 AND nextval('portions') = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      RETURN NULL; END $$`);
    await sql(
      "CREATE TRIGGER portion AFTER DELETE ON site_users REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION portion()",
    );
    const both = await Promise.allSettled([sweepRows(), sweepRows()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await sweepRows();
    expect(await tablesWith(...words)).toEqual(PURGED);
  });

  /** Does something in a transaction that stays open until `other`, which is begun meanwhile, waits for it. */
  async function beside(statement: string, account: AccountContext, other: () => Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
    const client = await ownerPool().connect();
    try {
      await client.query("BEGIN");
      await client.query(statement, [account.scope.accountId]);
      const waiting = Promise.allSettled([other()]);
      const blocked = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await expect.poll(async () => (await sql(blocked)).length).toBe(1);
      await client.query("COMMIT");
      return (await waiting)[0] as PromiseSettledResult<unknown>;
    } finally {
      client.release();
    }
  }

  test("whoever brings it back while its purge begins is too late, and a purge that comes while it is brought back takes nothing", async () => {
    const [late, quick] = [await makeTenant(), await makeTenant()];
    for (const tenant of [late, quick]) {
      await makeUser(tenant);
      await deleteAccount(whole(tenant));
    }
    await agoBy(late, "6 days 23 hours");
    const marked =
      "WITH a AS (UPDATE accounts SET deleted_at = '-infinity' WHERE id = $1) UPDATE sites SET deleted_at = '-infinity' WHERE account_id = $1";
    expect(await beside(marked, late.account, () => restoreAccount(whole(late)))).toMatchObject({
      status: "rejected",
      reason: { code: "not_found" },
    });
    await agoBy(quick, "8 days");
    const back = "WITH a AS (UPDATE accounts SET deleted_at = NULL WHERE id = $1) UPDATE sites SET deleted_at = NULL WHERE account_id = $1";
    expect(await beside(back, quick.account, sweepRows)).toMatchObject({ status: "fulfilled" });
    expect(
      await sql("SELECT 1 FROM site_users WHERE account_id = ANY($1)", [[late.account.scope.accountId, quick.account.scope.accountId]]),
    ).toHaveLength(1);
    expect((await call("GET", `/${quick.site.slug}/login`)).status).toBe(200);
  });

  test("a site that was deleted before its account is gone a week after that, and not later", async () => {
    const tenant = await makeTenant();
    const old = await addSite(tenant);
    await deleteSite(tenant.account, { id: old.site.id });
    await sql("UPDATE sites SET deleted_at = now() - interval '8 days' WHERE id = $1", [old.site.id]);
    await deleteAccount(whole(tenant));
    await sweepRows();
    expect(await sql("SELECT id FROM sites WHERE account_id = $1", [tenant.account.scope.accountId])).toEqual([
      { id: String(tenant.site.id) },
    ]);
  });
});
