import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { EVENT } from "@/lib/testing/audit";
import { addSite, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import * as lines from "./hot/bundle-lines";
import { insertExport } from "./hot/insert-export";
import { countExports, listExports } from "./hot/list-exports";
import { type RestoredSession, restoreCallbackTokens } from "./hot/restore-callback-tokens";
import { siteByExport } from "./hot/site-by";
import { siteUserCsv } from "./hot/site-user-csv";
import { insertPiece, selectPiece } from "./hot/stored-pieces";
import { inSnapshot, type Snapshot } from "./snapshot";

/** Isolation of the statements that move data in and out. */
async function world() {
  const mine = await makeTenant();
  const tenants = { mine, sibling: await addSite(mine), theirs: await makeTenant() };
  for (const tenant of Object.values(tenants)) await makeToken(tenant, await makeUser(tenant));
  return tenants;
}

const all = async <Row extends object>({ context }: Tenant, read: (snapshot: Snapshot) => AsyncIterable<Row[]>): Promise<Row[]> => {
  const rows: Row[] = [];
  for await (const batch of inSnapshot(context.scope, read)) rows.push(...batch);
  return rows;
};

describe("the lines of a bundle", () => {
  test("are of this one site", async () => {
    for (const tenant of Object.values(await world())) {
      const ids = async (rows: Promise<{ line: string }[]>) => (await rows).map(({ line }) => BigInt(JSON.parse(line).id));
      const stored = async (table: string) =>
        (await sql<{ id: string }>(`SELECT id FROM ${table} WHERE site_id = $1`, [tenant.site.id])).map(({ id }) => BigInt(id));
      expect(await ids(all(tenant, lines.siteLines))).toEqual([tenant.site.id]);
      expect(await ids(all(tenant, (snapshot) => lines.siteUserLines(snapshot, { secrets: true })))).toEqual(await stored("site_users"));
      expect(await ids(all(tenant, lines.siteUserSessionLines))).toEqual(await stored("callback_tokens"));
      const counts = await all(tenant, async function* (snapshot) {
        yield [{ users: await lines.countOfSite(snapshot, "site_users"), sessions: await lines.countOfSite(snapshot, "callback_tokens") }];
      });
      expect(counts).toEqual([{ users: 1, sessions: 1 }]);
    }
  });

  test("bring a sealed password along only when it is asked for", async () => {
    const { mine } = await world();
    const passwords = async (secrets: boolean) =>
      (await all(mine, (snapshot) => lines.siteUserLines(snapshot, { secrets }))).map(({ password }) => password !== null);
    expect(await passwords(true)).toEqual([true]);
    expect(await passwords(false)).toEqual([false]);
  });
});

test("a piece is added to, and read from, a file of this one site", async () => {
  const { mine, sibling, theirs } = await world();
  const { id } = await mine.context.db.storedFile.create({ data: { id: newId() }, select: { id: true } });
  for (const { context } of [sibling, theirs]) expect(await insertPiece(context.scope, id, 0, Buffer.from("theirs"))).toBe(false);
  expect(await insertPiece(mine.context.scope, id, 0, Buffer.from("mine"))).toBe(true);
  for (const { context } of [sibling, theirs]) expect(await selectPiece(context.scope, id, 0)).toBeNull();
  expect(await selectPiece(mine.context.scope, id, 0)).toEqual(Buffer.from("mine"));
  expect(await selectPiece(mine.context.scope, id, 1)).toBeNull();
});

test("an export is added for an account that has none under way, and its site is found by it", async () => {
  const { mine, sibling, theirs } = await world();
  const asked = () => ({ id: newId(), includeSecrets: false, recipient: null, createdBy: null });
  const [first, other] = [asked(), asked()];
  expect(await insertExport(mine.context.scope, first, EVENT)).toBe(true);
  expect(await insertExport(sibling.context.scope, asked(), EVENT)).toBe(false);
  expect(await insertExport(theirs.context.scope, other, EVENT)).toBe(true);
  expect((await siteByExport(first.id))?.id).toBe(mine.site.id);
  expect((await siteByExport(other.id))?.id).toBe(theirs.site.id);
  expect(await siteByExport(1n)).toBeNull();
});

test("listExports and countExports see the exports of their site, or of their account", async () => {
  const { mine, sibling, theirs } = await world();
  for (const { context } of [mine, sibling, theirs])
    await context.db.export.create({ data: { id: newId(), status: "done", includeSecrets: false } });
  const seen = async (scope: Parameters<typeof listExports>[0]) => ({
    sites: (await listExports(scope, { after: null, skip: 0 }, 10)).map(({ siteId }) => siteId),
    total: (await countExports(scope)).count,
  });
  expect(await seen(mine.context.scope)).toEqual({ sites: [mine.site.id], total: 1 });
  expect(await seen(theirs.account.scope)).toEqual({ sites: [theirs.site.id], total: 1 });
  expect(await seen(mine.account.scope)).toEqual({ sites: [sibling.site.id, mine.site.id], total: 2 });
});

test("a table as CSV is of this one site", async () => {
  const { mine, sibling, theirs } = await world();
  for (const { context, site } of [mine, sibling, theirs]) {
    let table = "";
    for await (const block of inSnapshot(context.scope, (snapshot) => siteUserCsv(snapshot, {}))) table += block;
    const [user] = await sql<{ id: string }>("SELECT id FROM site_users WHERE site_id = $1", [site.id]);
    expect(table.split("\r\n").map((line) => line.split(",")[0])).toEqual(["id", user?.id, ""]);
  }
});

describe("restoring sign-ins", () => {
  const session = (siteUserUuid: string, other: Partial<RestoredSession> = {}): RestoredSession => ({
    id: Number(newId()),
    otherId: newId(),
    siteUserUuid,
    tokenHash: randomBytes(32),
    last4: "abcd",
    createdAt: "2024-01-02T03:04:05.678901+00:00",
    expiresAt: "2024-01-02T03:06:05.678901+00:00",
    usedAt: null,
    ...other,
  });
  const rows = ({ site }: Tenant) =>
    sql<{ id: string; created: string }>(
      "SELECT id, to_json(created_at AT TIME ZONE 'UTC') #>> '{}' AS created FROM callback_tokens WHERE site_id = $1 AND last4 = 'abcd' ORDER BY created_at",
      [site.id],
    );

  test("only users of this site get them, each once, and to the microsecond", async () => {
    const { mine, sibling, theirs } = await world();
    const { uuid } = await makeUser(mine);
    const restored = session(uuid);
    for (const { context } of [sibling, theirs]) await restoreCallbackTokens(context.scope, [restored]);
    await restoreCallbackTokens(mine.context.scope, [restored, session(randomUUID())]);
    await restoreCallbackTokens(mine.context.scope, [{ ...restored, tokenHash: randomBytes(32) }]);
    expect(await rows(sibling)).toEqual([]);
    expect(await rows(theirs)).toEqual([]);
    expect(await rows(mine)).toEqual([{ id: String(restored.id), created: "2024-01-02T03:04:05.678901" }]);
  });

  test("one whose id somebody has gets another", async () => {
    const { mine, theirs } = await world();
    const [mineUser, theirUser] = [await makeUser(mine), await makeUser(theirs)];
    const first = session(theirUser.uuid);
    await restoreCallbackTokens(theirs.context.scope, [first]);
    const second = session(mineUser.uuid, { id: first.id });
    await restoreCallbackTokens(mine.context.scope, [second]);
    expect((await rows(mine)).map(({ id }) => id)).toEqual([String(second.otherId)]);
    expect((await rows(theirs)).map(({ id }) => id)).toEqual([String(first.id)]);
  });
});
