import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createWebhookEndpoint } from "@/lib/core/webhooks/create-webhook-endpoint";
import { sendTest } from "@/lib/core/webhooks/send-test";
import { newId } from "@/lib/kernel/ids";
import { addSite, makeTenant, makeToken, makeUser, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { countSiteUsers } from "./hot/count-site-users";
import { findSignIn } from "./hot/find-sign-in";
import { countCallbackTokens, listCallbackTokens } from "./hot/list-callback-tokens";
import { countWebhookDeliveries, listWebhookDeliveries } from "./hot/list-webhook-deliveries";
import { searchSiteUsers } from "./hot/search-site-users";
import { NEWEST_FIRST, type Order, type Position } from "./position";
import type { AccountScope, SiteScope } from "./scope";
import type { SiteUserFilter } from "./site-user-filter";

const start = { after: null, skip: 0 };

/** Two accounts, and two more sites of the first, one of them deleted, each with one user and one token. */
async function world() {
  const mine = await makeTenant();
  const tenants = { mine, sibling: await addSite(mine), gone: await addSite(mine), theirs: await makeTenant() };
  const users: Record<string, bigint> = {};
  for (const [name, tenant] of Object.entries(tenants)) {
    const user = await makeUser(tenant, "jane@example.com");
    await makeToken(tenant, user);
    users[name] = user.id;
  }
  await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [tenants.gone.site.id]);
  return { ...tenants, users };
}

/** The scope of an API token that is kept to one site, and scopes that no resolver would make. */
const keptTo = ({ account }: Tenant, siteId: bigint): AccountScope => ({ ...account.scope, onlySite: siteId });
const mixed = ({ context }: Tenant, siteId: bigint): SiteScope => ({ ...context.scope, siteId });

describe("the scope of a list", () => {
  const filters: SiteUserFilter[] = [
    {},
    { search: { text: "jane", names: false } },
    { search: { text: "an", names: true } },
    { email: "jane@example.com" },
    { verified: false },
    { blocked: false },
    { createdAfter: new Date(0) },
  ];

  test.each(filters)("users of the account or the site, of no deleted site, and nobody else's: %j", async (filter) => {
    const { mine, sibling, gone, theirs, users } = await world();
    const found = async (scope: AccountScope | SiteScope) => {
      const rows = await searchSiteUsers(scope, filter, start, 100);
      expect(await countSiteUsers(scope, filter)).toEqual({ count: rows.length, exact: true });
      return rows.map(({ id }) => id);
    };
    expect(await found(mine.account.scope)).toEqual([users.sibling, users.mine]);
    expect(await found(keptTo(mine, sibling.site.id))).toEqual([users.sibling]);
    expect(await found(keptTo(mine, gone.site.id))).toEqual([]);
    expect(await found(keptTo(mine, theirs.site.id))).toEqual([]);
    expect(await found(mine.context.scope)).toEqual([users.mine]);
    expect(await found(theirs.account.scope)).toEqual([users.theirs]);
    expect(await found(mixed(mine, theirs.site.id))).toEqual([]);
    expect(await found(mixed(theirs, mine.site.id))).toEqual([]);
  });

  test("callback tokens likewise, whatever they are asked for", async () => {
    const { mine, sibling, gone, theirs, users } = await world();
    const found = async (scope: AccountScope | SiteScope, filter = {}) => {
      const rows = await listCallbackTokens(scope, filter, start, 100, NEWEST_FIRST);
      expect(await countCallbackTokens(scope, filter)).toEqual({ count: rows.length, exact: true });
      return rows.map(({ siteUserId }) => siteUserId);
    };
    for (const filter of [{}, { used: false }]) {
      expect(await found(mine.account.scope, filter)).toEqual([users.sibling, users.mine]);
      expect(await found(keptTo(mine, sibling.site.id), filter)).toEqual([users.sibling]);
      expect(await found(keptTo(mine, gone.site.id), filter)).toEqual([]);
      expect(await found(mine.context.scope, filter)).toEqual([users.mine]);
      expect(await found(mixed(mine, theirs.site.id), filter)).toEqual([]);
      expect(await found(mixed(theirs, mine.site.id), filter)).toEqual([]);
    }
    expect(await found(mine.account.scope, { siteUserId: users.sibling })).toEqual([users.sibling]);
    expect(await found(mine.account.scope, { siteUserId: users.theirs })).toEqual([]);
    expect(await found(mine.account.scope, { used: true })).toEqual([]);
  });

  test("who has signed in is told of this site only", async () => {
    const { mine, sibling, theirs } = await world();
    await sql("UPDATE site_users SET email = 'other@example.com' WHERE site_id = $1", [sibling.site.id]);
    expect((await findSignIn(mine.context.scope))?.email).toBe("jane@example.com");
    expect((await findSignIn(sibling.context.scope))?.email).toBe("other@example.com");
    expect(await findSignIn(mixed(mine, theirs.site.id))).toBeNull();
    expect(await findSignIn(mixed(theirs, mine.site.id))).toBeNull();
  });
});

type Made = { id: bigint; email: string; name: string | null; minute: number; verified: boolean; blocked: boolean };

/** Users in two sites of one account: three in four are called alike, some times are those of many. */
async function fill({ account, site }: Tenant, sibling: Tenant, count: number): Promise<Made[]> {
  const made = Array.from({ length: count }, (_, n) => ({
    id: newId(),
    siteId: n % 3 === 0 ? sibling.site.id : site.id,
    email: `${n % 4 === 0 ? "zoë".slice(0, 2) : "common"}.${n}@${n % 300 === 7 ? "rare.example" : "mail.example"}`,
    name: n % 5 === 0 ? null : n % 350 === 9 ? "Ada O'Quirk\\" : "Jane Common",
    minute: Math.floor(n / 7),
    verified: n % 200 !== 0,
    blocked: n % 250 === 3,
  }));
  const column = <Key extends keyof (typeof made)[number]>(key: Key) => made.map((user) => user[key]);
  await sql(
    `INSERT INTO site_users (id, account_id, site_id, email, email_canonical, name, created_at, email_verified_at, blocked_at)
     SELECT id, $1, site, email, email, name, timestamptz '2030-01-01Z' + minute * interval '1 minute',
       CASE WHEN verified THEN now() END, CASE WHEN blocked THEN now() END
     FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::int[], $7::bool[], $8::bool[])
       AS u(id, site, email, name, minute, verified, blocked)`,
    [
      account.scope.accountId,
      column("id"),
      column("siteId"),
      column("email"),
      column("name"),
      column("minute"),
      column("verified"),
      column("blocked"),
    ],
  );
  return made;
}

describe("what is found in a list that is longer than what is looked at", () => {
  let tenant: Tenant;
  let made: Made[];
  beforeAll(async () => {
    tenant = await makeTenant();
    made = await fill(tenant, await addSite(tenant), 900);
  });
  const minute = (date: Date) => (date.getTime() - Date.parse("2030-01-01T00:00:00Z")) / 60_000;

  const fits =
    ({ search, email, createdAfter, createdBefore, verified, blocked }: SiteUserFilter) =>
    (user: Made) =>
      (!search || user.email.includes(search.text) || (search.names && user.name?.toLowerCase().includes(search.text))) &&
      (email === undefined || user.email === email) &&
      (createdAfter === undefined || user.minute > minute(createdAfter)) &&
      (createdBefore === undefined || user.minute < minute(createdBefore)) &&
      (verified === undefined || user.verified === verified) &&
      (blocked === undefined || user.blocked === blocked);

  const compare = ({ by, descending }: Order) => {
    const key = (user: Made) => (by === "created" ? user.minute : user.email);
    const way = descending ? -1 : 1;
    return (a: Made, b: Made) => way * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1);
  };

  const moment = fc.integer({ min: -1, max: 130 }).map((minutes) => new Date(Date.parse("2030-01-01T00:00:00Z") + minutes * 60_000));
  const texts = ["common", "rare.ex", "n.1", "zo", "q", "'", "o'quirk\\", "jane", "nobody", "%", "_", "mail.example", "ommon.11"];
  const chosen = {
    search: fc.record({ text: fc.constantFrom(...texts), names: fc.boolean() }),
    verified: fc.boolean(),
    blocked: fc.boolean(),
  };
  const others = { email: fc.constantFrom("common.1@mail.example", "nobody@mail.example"), createdAfter: moment, createdBefore: moment };
  const filter: fc.Arbitrary<SiteUserFilter> = fc.oneof(
    fc.record(chosen, { requiredKeys: ["search"] }),
    fc.record(chosen, { requiredKeys: [] }),
    fc.record({ ...chosen, ...others }, { requiredKeys: [] }),
  );
  const order = fc.record({ by: fc.constantFrom("created" as const, "email" as const), descending: fc.boolean() });

  test("is what a look at each of them finds, in that order, from any place on", async () => {
    await fc.assert(
      fc.asyncProperty(
        filter,
        order,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(6),
        fc.option(fc.nat(899)),
        async (sought, sorted, take, skip, at) => {
          const all = made.filter(fits(sought)).toSorted(compare(sorted));
          const place = at === null ? null : (made[at] as Made);
          const ahead = place ? all.filter((user) => user !== place && compare(sorted)(place, user) < 0) : all;
          const key =
            place && (sorted.by === "created" ? String((Date.parse("2030-01-01T00:00:00Z") + place.minute * 60_000) * 1000) : place.email);
          const after = place && key !== null ? { key, id: place.id } : null;
          const rows = await searchSiteUsers(tenant.account.scope, sought, { after, skip }, take, sorted);
          expect(rows.map(({ id }) => id)).toEqual(ahead.slice(skip, skip + take).map(({ id }) => id));
          expect(await countSiteUsers(tenant.account.scope, sought)).toEqual({ count: all.length, exact: true });
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a list of more than ten thousand", () => {
  let tenant: Tenant;
  const emails = Array.from({ length: 10_500 }, (_, at) => `${at + 1}@${(at + 1) % 3000 === 5 ? "rare" : "mail"}.example`);
  beforeAll(async () => {
    tenant = await makeTenant();
    await sql(
      `INSERT INTO site_users (id, account_id, site_id, email, email_canonical, email_verified_at, blocked_at)
       SELECT $1::bigint + n, $2, $3, email, email, CASE WHEN n % 4 = 0 THEN now() END, CASE WHEN n % 1000 = 0 THEN now() END
       FROM unnest($4::text[]) WITH ORDINALITY AS u(email, n)`,
      [newId() / 2n, tenant.account.scope.accountId, tenant.site.id, emails],
    );
    await sql("ANALYZE site_users");
  });
  const containing = (text: string) => ({ search: { text, names: false } });

  test("is estimated and says so; what is rare in it, or blocked, is counted", async () => {
    const count = (filter: SiteUserFilter) => countSiteUsers(tenant.context.scope, filter);
    const about = async (filter: SiteUserFilter) => {
      const total = await count(filter);
      expect(total.exact).toBe(false);
      return total.count;
    };
    const all = await about({});
    expect(all).toBeGreaterThan(9_000);
    expect(all).toBeLessThan(12_000);
    expect(await about(containing("@mail"))).toBeGreaterThan(5_000);
    const verified = await about({ verified: true });
    expect(verified).toBeGreaterThan(1_500);
    expect(verified).toBeLessThan(5_000);
    expect(await count(containing("@rare"))).toEqual({ count: 4, exact: true });
    expect(await count({ search: { text: "nobody", names: true } })).toEqual({ count: 0, exact: true });
    expect(await count({ blocked: true })).toEqual({ count: 10, exact: true });
  });

  test.each([
    ["common", "@mail"],
    ["rare", "@rare"],
    ["common among the newest, and by address not", "1049"],
    ["of nobody", "nobody"],
  ])("has the same users whichever way they are found: what is %s", async (_, text) => {
    const found = async (order: Order, after: Position | null, skip: number, take: number) =>
      (await searchSiteUsers(tenant.context.scope, containing(text), { after, skip }, take, order)).map(({ email }) => email);
    const fitting = emails.filter((email) => email.includes(text));
    const orders = { created: fitting, email: fitting.toSorted() };
    for (const by of ["created", "email"] as const) {
      for (const descending of [false, true]) {
        const all = descending ? orders[by].toReversed() : orders[by];
        const order = { by, descending };
        expect(await found(order, null, 0, 25)).toEqual(all.slice(0, 25));
        expect(await found(order, null, 2, 1)).toEqual(all.slice(2, 3));
        const [first] = await searchSiteUsers(tenant.context.scope, containing(text), start, 1, order);
        expect(await found(order, first?.position ?? null, 0, 3)).toEqual(all.slice(1, 4));
      }
    }
  });

  test("is of this account or site also where the index over all terms is asked", async () => {
    const others = { sibling: await addSite(tenant), gone: await addSite(tenant), theirs: await makeTenant() };
    for (const other of Object.values(others)) await makeUser(other, "other@rare.example");
    await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [others.gone.site.id]);
    const found = async (scope: AccountScope | SiteScope) => {
      const rows = await searchSiteUsers(scope, containing("@rare"), start, 10, { by: "email", descending: true });
      expect(await countSiteUsers(scope, containing("@rare"))).toEqual({ count: rows.length, exact: true });
      return rows.map(({ email }) => email);
    };
    const own = emails.filter((email) => email.includes("@rare")).toSorted((a, b) => (a < b ? 1 : -1));
    expect(await found(tenant.context.scope)).toEqual(own);
    expect(await found(keptTo(tenant, tenant.site.id))).toEqual(own);
    expect(await found(tenant.account.scope)).toEqual(["other@rare.example", ...own]);
    expect(await found(mixed(others.theirs, tenant.site.id))).toEqual([]);
  });
});

test("deliveries of webhooks are those of the site, and nobody else's; a scope made of two accounts has none", async () => {
  const [mine, theirs] = [await makeTenant(), await makeTenant()];
  const sibling = await addSite(mine);
  const ids: bigint[] = [];
  for (const { context } of [mine, sibling, theirs]) {
    const { id: endpointId } = await createWebhookEndpoint(context, { url: "https://hook.example" });
    ids.push(await sendTest(context, endpointId));
  }
  const found = async (scope: SiteScope) => {
    const rows = await listWebhookDeliveries(scope, {}, start, 100);
    expect(await countWebhookDeliveries(scope, {})).toEqual({ count: rows.length, exact: true });
    return rows.map(({ id }) => id);
  };
  expect(await Promise.all([mine, sibling, theirs].map(({ context }) => found(context.scope)))).toEqual(ids.map((id) => [id]));
  expect([await found(mixed(mine, theirs.site.id)), await found(mixed(theirs, mine.site.id))]).toEqual([[], []]);
});
