import { describe, expect, test } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { addSite, makeTenant, makeToken, makeUser, type Tenant, unique } from "@/lib/testing/make-tenant";
import { expire, sql } from "@/lib/testing/sql";
import { type CallbackTokenFilter, searchCallbackTokens } from "./hot/search-callback-tokens";
import { searchSiteUsers } from "./hot/search-site-users";
import { signInsPerDay, signUpsPerDay, siteTotals } from "./hot/site-figures";
import type { SiteUserFilter } from "./site-user-filter";

/** Two accounts, and a second site of the first. */
async function world() {
  const mine = await makeTenant();
  return { mine, sibling: await addSite(mine), theirs: await makeTenant() };
}

/** A scope that no resolver would make: one account, and another one's site. */
const mixed = (mine: Tenant, theirs: Tenant) => ({ ...mine.context.scope, siteId: theirs.site.id });

/** A user who was made so long ago. */
async function madeAgo(tenant: Tenant, ago: string, email?: string) {
  const user = await makeUser(tenant, email);
  await sql("UPDATE site_users SET created_at = now() - $2::interval WHERE id = $1", [user.id, ago]);
  return user;
}

describe("searchSiteUsers", () => {
  const start = { after: null, skip: 0 };
  const found = async ({ context }: Tenant, filter: SiteUserFilter = {}) =>
    (await searchSiteUsers(context.scope, filter, start, 100)).map(({ id }) => id);
  const part = (text: string) => ({ search: { text, names: true } });

  test("finds users of this site only, newest first", async () => {
    const { mine, sibling, theirs } = await world();
    const [first, second] = [await madeAgo(mine, "2 days"), await madeAgo(mine, "1 day")];
    const [next, other] = [await makeUser(sibling), await makeUser(theirs)];
    expect(await found(mine)).toEqual([second.id, first.id]);
    expect(await found(mine, part("@example.com"))).toEqual([second.id, first.id]);
    expect(await found(sibling)).toEqual([next.id]);
    expect(await found(theirs)).toEqual([other.id]);
    expect(await searchSiteUsers(mixed(mine, theirs), {}, start, 100)).toEqual([]);
    expect(await searchSiteUsers(mixed(theirs, mine), {}, start, 100)).toEqual([]);
  });

  test("by a part of the address or the name, in any case", async () => {
    const { mine } = await world();
    const ada = await madeAgo(mine, "2 days", "ada.l@math.example");
    const bob = await madeAgo(mine, "1 day", "bob@shop.example");
    await sql("UPDATE site_users SET name = 'Countess Lovelace' WHERE id = $1", [ada.id]);
    await sql("UPDATE site_users SET name = NULL WHERE id = $1", [bob.id]);
    expect(await found(mine, part("math"))).toEqual([ada.id]);
    expect(await found(mine, part("lovel"))).toEqual([ada.id]);
    expect(await found(mine, part(".example"))).toEqual([bob.id, ada.id]);
    expect(await found(mine, part("nobody"))).toEqual([]);
  });

  test("verified or not, blocked or not, alone and together", async () => {
    const { mine } = await world();
    const [plain, proved, both] = [await madeAgo(mine, "3 days"), await madeAgo(mine, "2 days"), await madeAgo(mine, "1 day")];
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = ANY($1)", [[proved.id, both.id]]);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [both.id]);
    expect(await found(mine, { verified: true })).toEqual([both.id, proved.id]);
    expect(await found(mine, { verified: false })).toEqual([plain.id]);
    expect(await found(mine, { blocked: true })).toEqual([both.id]);
    expect(await found(mine, { blocked: false })).toEqual([proved.id, plain.id]);
    expect(await found(mine, { verified: true, blocked: false })).toEqual([proved.id]);
    expect(await found(mine, { verified: false, blocked: true })).toEqual([]);
  });

  test("leads on from a place without a gap, also between rows of one moment", async () => {
    const { mine } = await world();
    for (let count = 0; count < 7; count++) await makeUser(mine);
    await sql("UPDATE site_users SET created_at = '2030-01-01 00:00:00.123456Z' WHERE site_id = $1", [mine.site.id]);
    const everybody = await found(mine);
    const one = await searchSiteUsers(mine.context.scope, {}, start, 3);
    const two = await searchSiteUsers(mine.context.scope, {}, { after: one.at(-1)?.position ?? null, skip: 0 }, 100);
    expect([...one, ...two].map(({ id }) => id)).toEqual(everybody);
    expect(everybody).toHaveLength(7);
  });
});

describe("searchCallbackTokens", () => {
  const all: CallbackTokenFilter = { siteUserId: null, state: null, pattern: null };
  const found = async ({ context }: Tenant, filter: Partial<CallbackTokenFilter> = {}) =>
    (await searchCallbackTokens(context.scope, { ...all, ...filter }, null, 100)).map(({ last4, state }) => [last4, state]);

  test("finds tokens of this site only, whoever is asked for", async () => {
    const { mine, sibling, theirs } = await world();
    const [user, other] = [await makeUser(mine), await makeUser(theirs)];
    const [token, foreign] = [await makeToken(mine, user), await makeToken(theirs, other)];
    await makeToken(sibling, await makeUser(sibling));
    expect(await found(mine)).toEqual([[token.slice(-4), "unused"]]);
    expect(await found(mine, { siteUserId: other.id })).toEqual([]);
    expect(await found(theirs, { siteUserId: other.id })).toEqual([[foreign.slice(-4), "unused"]]);
    expect(await searchCallbackTokens(mixed(mine, theirs), all, null, 100)).toEqual([]);
    expect(await searchCallbackTokens(mixed(theirs, mine), { ...all, siteUserId: other.id }, null, 100)).toEqual([]);
  });

  test("by what has become of them, and by whose they are", async () => {
    const { mine } = await world();
    const [jane, bob] = [await makeUser(mine, "jane@math.example"), await makeUser(mine, "bob@shop.example")];
    const tokens = { unused: await makeToken(mine, jane), used: await makeToken(mine, jane), expired: await makeToken(mine, bob) };
    await sql("UPDATE callback_tokens SET used_at = now() WHERE token_hash = $1", [sha256(tokens.used)]);
    await expire(tokens.expired);
    for (const state of ["unused", "used", "expired"] as const)
      expect(await found(mine, { state })).toEqual([[tokens[state].slice(-4), state]]);
    // A used token stays used when its time is over.
    await expire(tokens.used);
    expect(await found(mine, { state: "used" })).toEqual([[tokens.used.slice(-4), "used"]]);
    expect(await found(mine, { pattern: "%BOB@%" })).toEqual([[tokens.expired.slice(-4), "expired"]]);
    expect(await found(mine, { siteUserId: jane.id, pattern: "%bob%" })).toEqual([]);
    expect(await found(mine, { siteUserId: jane.id })).toHaveLength(2);
  });
});

const exactly = (count: number) => ({ count, exact: true });

describe("the figures of a site", () => {
  const newToken = ({ context: { scope } }: Tenant, userId: bigint, at: string) =>
    sql(
      `INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, 'abcd', ${at}, now())`,
      [newId(), scope.accountId, scope.siteId, userId, sha256(unique("t"))],
    );
  const today = "date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'";

  test("count each of the last days in UTC, from its first moment to its last, of this site only", async () => {
    const { mine, sibling, theirs } = await world();
    for (const tenant of [sibling, theirs]) await newToken(tenant, (await makeUser(tenant)).id, "now()");
    const at = [
      `${today}`,
      `${today} - interval '1 microsecond'`,
      `${today} - interval '2 days'`,
      `${today} - interval '2 days 1 microsecond'`,
    ];
    for (const moment of at) {
      const { id } = await makeUser(mine);
      await sql(`UPDATE site_users SET created_at = ${moment} WHERE id = $1`, [id]);
      await newToken(mine, id, moment);
      await newToken(mine, id, moment);
    }
    const days = Array.from({ length: 3 }, (_, index) => new Date(Date.now() - (2 - index) * 86_400_000).toISOString().slice(0, 10));
    expect(await signUpsPerDay(mine.context.scope, 3)).toEqual(days.map((day) => ({ day, count: 1 })));
    expect(await signInsPerDay(mine.context.scope, 3)).toEqual(days.map((day) => ({ day, count: 2 })));
    expect((await signUpsPerDay(mine.context.scope, 30)).map(({ count }) => count)).toEqual([...Array(26).fill(0), 1, 1, 1, 1]);
    for (const perDay of [signUpsPerDay, signInsPerDay]) {
      expect((await perDay(mixed(mine, theirs), 3)).map(({ count }) => count)).toEqual([0, 0, 0]);
      expect((await perDay(mixed(theirs, mine), 3)).map(({ count }) => count)).toEqual([0, 0, 0]);
    }
  });

  test("total the users of this site only", async () => {
    const { mine, sibling, theirs } = await world();
    for (const tenant of [sibling, theirs]) await makeUser(tenant);
    const [proved, blocked, lately, longAgo] = [await makeUser(mine), await makeUser(mine), await makeUser(mine), await makeUser(mine)];
    await sql("UPDATE site_users SET email_verified_at = now() WHERE id = ANY($1)", [[proved.id, blocked.id]]);
    await sql("UPDATE site_users SET blocked_at = now() WHERE id = $1", [blocked.id]);
    await sql("UPDATE site_users SET last_sign_in_at = now() - interval '6 days' WHERE id = $1", [lately.id]);
    await sql("UPDATE site_users SET last_sign_in_at = now() - interval '8 days' WHERE id = $1", [longAgo.id]);
    expect(await siteTotals(mine.context.scope)).toEqual({
      users: exactly(4),
      verified: exactly(2),
      blocked: exactly(1),
      active: exactly(1),
    });
    expect(await siteTotals(mixed(mine, theirs))).toEqual({
      users: exactly(0),
      verified: exactly(0),
      blocked: exactly(0),
      active: exactly(0),
    });
  });
});
