import { expect, test } from "vitest";
import { recordEvent } from "@/lib/core/audit/record-event";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { EVENT_COLUMNS, eventValue, RECORD } from "./audit-events";
import { connections } from "./client";
import { Prisma } from "./generated/client";
import * as log from "./hot/audit-events";
import type { AccountScope, SiteScope } from "./scope";
import { inSnapshot } from "./snapshot";
import { dropAuditEvents } from "./system-db";

const REFUSED = { code: "42501", message: expect.stringContaining("append-only") };

test("an event is neither changed nor deleted nor emptied away, alone or among others", async () => {
  const { context } = await makeTenant();
  await recordEvent(context.db, { type: "site.updated" });
  await changingNothing(async () => {
    await expect(sql("UPDATE audit_events SET outcome = 'failure'")).rejects.toMatchObject(REFUSED);
    await expect(sql("DELETE FROM audit_events WHERE account_id = $1", [context.scope.accountId])).rejects.toMatchObject(REFUSED);
    await expect(sql("TRUNCATE audit_events")).rejects.toMatchObject(REFUSED);
    await expect(
      sql("INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (account_id, id) DO UPDATE SET type = 'x'"),
    ).rejects.toMatchObject(REFUSED);
    await expect(sql("MERGE INTO audit_events e USING accounts a ON e.account_id = a.id WHEN MATCHED THEN DELETE")).rejects.toMatchObject(
      REFUSED,
    );
  });
});

test("what the two exceptions may do ends with their own call", async () => {
  const { context, ...tenant } = await makeTenant();
  const { id } = await makeUser({ context, ...tenant });
  await recordEvent(context.db, { type: "site_user.created", siteUserId: id });
  const client = await connections().pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT forget_in_audit($1, $2)", [context.scope.accountId, id]);
    await client.query("SELECT drop_old_audit_events(7, 10)");
    await expect(client.query("UPDATE audit_events SET type = 'x'")).rejects.toMatchObject(REFUSED);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
});

test("a deleted user's events go on under one random name, and nobody else's change", async () => {
  const mine = await makeTenant();
  const theirs = await makeTenant();
  const user = await makeUser(mine);
  const other = await makeUser(mine);
  for (const { id } of [user, user, other]) await recordEvent(mine.context.db, { type: "site_user.signed_in", siteUserId: id });
  await changingNothing(() => theirs.context.db.$forgetInAudit(user.id));
  await mine.context.db.$forgetInAudit(user.id);
  const rows = await sql<{ site_user_id: string | null; pseudonym: string | null; actor_kind: string; actor_id: string | null }>(
    "SELECT site_user_id, pseudonym, actor_kind, actor_id FROM audit_events WHERE account_id = $1 AND type = 'site_user.signed_in' ORDER BY created_at",
    [mine.account.scope.accountId],
  );
  const named = { site_user_id: null, pseudonym: expect.stringMatching(/^[0-9a-f-]{36}$/), actor_kind: "site_user", actor_id: null };
  expect(rows).toEqual([named, named, { ...named, site_user_id: String(other.id), pseudonym: null, actor_id: String(other.id) }]);
  expect(rows[0]?.pseudonym).toBe(rows[1]?.pseudonym);
});

test("an event is kept for as long as its account wants to, and that of a user no longer than their site", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  const second = await addSite(mine);
  const days = "UPDATE accounts SET audit_days = $2 WHERE id = $1";
  await sql(days, [mine.account.scope.accountId, 30]);
  await sql(days, [theirs.account.scope.accountId, null]);
  const old = (accountId: bigint, siteId: bigint, daysAgo: number, siteUserId: bigint | null = null) =>
    sql(
      `INSERT INTO audit_events (account_id, site_id, id, type, outcome, actor_kind, site_user_id, created_at)
       VALUES ($1, $2, $3::int, 'test.old', 'success', 'system', $4, now() - make_interval(days => $3::int))`,
      [accountId, siteId, daysAgo, siteUserId],
    );
  for (const daysAgo of [29, 31, 32]) await old(mine.account.scope.accountId, mine.site.id, daysAgo);
  await old(theirs.account.scope.accountId, theirs.site.id, 4_000);
  await old(mine.account.scope.accountId, second.site.id, 1, 5n);
  await old(mine.account.scope.accountId, second.site.id, 2);
  // Whoever calls it with other days than those in which a site can be brought back is not believed.
  await sql("UPDATE sites SET deleted_at = now() - interval '6 days' WHERE id = $1", [second.site.id]);
  for (const days of [0, -1_000]) await sql("SELECT drop_old_audit_events($1, 1000)", [days]);
  expect(await sql("SELECT 1 FROM audit_events WHERE type = 'test.old' AND site_user_id = 5")).toHaveLength(1);
  await sql("UPDATE sites SET deleted_at = now() - interval '8 days' WHERE id = $1", [second.site.id]);
  while ((await dropAuditEvents(1)) > 0);
  const left = await sql<{ id: string }>("SELECT id FROM audit_events WHERE type = 'test.old' ORDER BY id");
  expect(left.map(({ id }) => Number(id))).toEqual([2, 29, 4_000]);
});

test("events are read within a scope and nowhere else, by each statement that reads them", async () => {
  const mine = await makeTenant();
  const [sibling, theirs] = [await addSite(mine), await makeTenant()];
  const tenants = { mine, sibling, theirs };
  for (const [name, { context }] of Object.entries(tenants)) await recordEvent(context.db, { type: "site.updated", data: { name } });
  const filter = { type: "site.updated" };
  const read = async (scope: AccountScope | SiteScope) => {
    const rows = await log.listAuditEvents(scope, filter, { after: null, skip: 0 }, 10);
    const names = rows.map(({ data }) => data.name as string);
    expect((await log.countAuditEvents(scope, filter)).count).toBe(names.length);
    for (const file of [log.auditCsv, log.auditLines]) {
      const bytes: Uint8Array[] = [];
      for await (const chunk of inSnapshot(scope, (snapshot) => file(snapshot, filter))) bytes.push(chunk);
      const text = Buffer.concat(bytes).toString();
      expect(
        Object.keys(tenants)
          .filter((name) => text.includes(`: "${name}`) || text.includes(`""${name}""`))
          .toSorted(),
      ).toEqual(names.toSorted());
    }
    return names.toSorted();
  };
  const { scope } = mine.account;
  const kept = { ...scope, onlySite: sibling.site.id } as AccountScope;
  const mixed = { ...theirs.context.scope, siteId: mine.site.id } as SiteScope;
  const scopes = [scope, mine.context.scope, kept, theirs.account.scope, mixed];
  expect(await Promise.all(scopes.map(read))).toEqual([["mine", "sibling"], ["mine"], ["sibling"], ["theirs"], []]);
  const sites = [mine, sibling, theirs].map(({ site }) => site.id);
  const reached = (reach: AccountScope) => Promise.all(sites.map((id) => log.hasSite(reach, id)));
  expect([await reached(scope), await reached(kept)]).toEqual([
    [true, true, false],
    [false, true, false],
  ]);
  await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [sibling.site.id]);
  expect([await read(scope), await reached(scope)]).toEqual([
    ["mine", "sibling"],
    [true, true, false],
  ]);
});

test("a handle writes its own scope's events, whatever the statement says", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  await changingNothing(async () => {
    const forged = { ...theirs.context.scope, by: mine.context.scope.by };
    const value = eventValue(forged, { ...EVENT, siteUserId: null });
    const statement = Prisma.sql`INSERT INTO audit_events (${Prisma.raw(EVENT_COLUMNS)})
    SELECT * FROM jsonb_to_record(${value}::jsonb) AS e(${Prisma.raw(RECORD)})`;
    await expect((mine.context.db as unknown as PrismaRaw).$executeRaw(statement)).rejects.toThrow("scoped handle");
  });
});

type PrismaRaw = { $executeRaw(statement: Prisma.Sql): Promise<number> };
