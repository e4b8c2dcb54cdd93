import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { addSite, makeTenant, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { deleteImportKeys, findImportKeys, findKnownUsers, findTakenIds, type ImportBatch, writeImportBatch } from "./hot/import-users";

/** Two accounts, and a second site of the first. */
async function world() {
  const mine = await makeTenant();
  return { mine, sibling: await addSite(mine), theirs: await makeTenant() };
}

/** A scope that no resolver would make: one account, and another one's site. */
const mixed = (mine: Tenant, theirs: Tenant) => ({ ...mine.context.scope, siteId: theirs.site.id });

/** A running import of a site. */
async function running({ context }: Tenant): Promise<bigint> {
  const data = { id: newId(), dryRun: false, optionsSealed: sha256("x"), bytes: 1n, status: "running" as const };
  return (await context.db.import.create({ data })).id;
}

const batch = (importId: bigint, more: Partial<ImportBatch> = {}): ImportBatch => ({
  importId,
  rowsBefore: 0,
  rowsDone: 1,
  bytesDone: 1,
  counts: { new: 1, update: 0, skip: 0, refuse: 0 },
  created: [{ id: String(newId()), email: "new@example.com", email_canonical: "new@example.com" }],
  changed: [],
  notes: [{ row: 1, refused: false, messages: ["m"] }],
  keys: [{ key: sha256("key"), row: 1 }],
  ...more,
});

describe("findKnownUsers and findTakenIds", () => {
  test("see the users of this site, and ids of this account", async () => {
    const { mine, sibling, theirs } = await world();
    const email = "jane@example.com";
    const [own, next, other] = [await makeUser(mine, email), await makeUser(sibling, email), await makeUser(theirs, email)];
    await sql("UPDATE site_users SET external_id = 'x', username_canonical = 'jane' WHERE email_canonical = $1", [email]);
    const asked = { emails: [email], externalIds: ["x"], usernames: ["jane"], uuids: [own.uuid, next.uuid, other.uuid] };
    for (const [tenant, user] of [
      [mine, own],
      [sibling, next],
      [theirs, other],
    ] as const) {
      expect((await findKnownUsers(tenant.context.scope, asked)).map(({ id }) => id)).toEqual([user.id]);
    }
    expect(await findKnownUsers(mixed(mine, theirs), asked)).toEqual([]);
    const ids = [own.id, next.id, other.id];
    expect(await findTakenIds(mine.context.scope, ids)).toEqual(new Set([own.id, next.id]));
    expect(await findTakenIds(theirs.context.scope, ids)).toEqual(new Set([other.id]));
    expect(await findTakenIds(theirs.context.scope, [])).toEqual(new Set());
  });
});

describe("writeImportBatch", () => {
  test("writes behind the rows that are done, and into the import's own site only", async () => {
    const { mine, sibling, theirs } = await world();
    const id = await running(mine);
    await changingNothing(async () => {
      for (const scope of [sibling.context.scope, theirs.context.scope, mixed(mine, theirs), mixed(theirs, mine)]) {
        expect(await writeImportBatch(scope, batch(id))).toBe(false);
      }
      expect(await writeImportBatch(mine.context.scope, batch(id, { rowsBefore: 1 }))).toBe(false);
    });
    expect(await writeImportBatch(mine.context.scope, batch(id))).toBe(true);
    await changingNothing(async () => expect(await writeImportBatch(mine.context.scope, batch(id))).toBe(false));
    expect(await sql("SELECT account_id, site_id FROM site_users WHERE email = 'new@example.com'")).toEqual([
      { account_id: String(mine.account.scope.accountId), site_id: String(mine.site.id) },
    ]);
  });

  test("changes nobody of another site or account, whatever id it is given", async () => {
    const { mine, sibling, theirs } = await world();
    const users = [await makeUser(mine), await makeUser(sibling), await makeUser(theirs)];
    const id = await running(mine);
    const changed = users.map((user) => ({ id: String(user.id), name: "Taken over", moved: true, proves: true }));
    expect(await writeImportBatch(mine.context.scope, batch(id, { created: [], changed }))).toBe(true);
    const names = await Promise.all(users.map((user) => sql("SELECT name FROM site_users WHERE id = $1", [user.id])));
    expect(names).toEqual([[{ name: "Taken over" }], [{ name: "Jane" }], [{ name: "Jane" }]]);
  });

  test("writes nothing once the site is deleted or the import has ended", async () => {
    const { mine } = await world();
    const id = await running(mine);
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [mine.site.id]);
    await changingNothing(async () => expect(await writeImportBatch(mine.context.scope, batch(id))).toBe(false));
    await sql("UPDATE sites SET deleted_at = NULL WHERE id = $1", [mine.site.id]);
    await sql("UPDATE imports SET status = 'failed' WHERE id = $1", [id]);
    await changingNothing(async () => expect(await writeImportBatch(mine.context.scope, batch(id))).toBe(false));
  });

  test("a taken address leaves nothing of the whole batch", async () => {
    const { mine } = await world();
    const user = await makeUser(mine);
    const id = await running(mine);
    const taken = { id: String(newId()), email: user.email, email_canonical: user.email };
    await changingNothing(() =>
      expect(writeImportBatch(mine.context.scope, batch(id, { created: [...batch(id).created, taken] }))).rejects.toMatchObject({
        code: "23505",
      }),
    );
  });
});

test("findImportKeys and deleteImportKeys reach the keys of this import only", async () => {
  const { mine, sibling, theirs } = await world();
  const [own, other] = [await running(mine), await running(mine)];
  for (const id of [own, other])
    await writeImportBatch(mine.context.scope, batch(id, { created: [], keys: [{ key: sha256("key"), row: 7 }] }));
  const keys = [sha256("key"), sha256("no key")];
  expect(await findImportKeys(mine.context.scope, own, keys)).toEqual([{ key: Buffer.from(sha256("key")), row: 7 }]);
  for (const scope of [sibling.context.scope, theirs.context.scope, mixed(mine, theirs), mixed(theirs, mine)]) {
    expect(await findImportKeys(scope, own, keys)).toEqual([]);
    await deleteImportKeys(scope, own);
  }
  await deleteImportKeys(mine.context.scope, own);
  expect(await findImportKeys(mine.context.scope, own, keys)).toEqual([]);
  expect(await findImportKeys(mine.context.scope, other, keys)).toHaveLength(1);
});
