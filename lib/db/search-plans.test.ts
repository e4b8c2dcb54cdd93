import type pg from "pg";
import { beforeAll, expect, test, vi } from "vitest";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { connections } from "./client";
import { countSiteUsers } from "./hot/count-site-users";
import { searchSiteUsers } from "./hot/search-site-users";
import { NEWEST_FIRST, type Order } from "./position";
import { queryPlanned } from "./query";
import type { SiteUserFilter } from "./site-user-filter";

/** More than are counted one by one. */
const USERS = 12_000;
/** Four of them are called so. */
const RARE = "quixworth";
const BY_ADDRESS: Order = { by: "email", descending: false };

let tenant: Tenant;

beforeAll(async () => {
  tenant = await makeTenant();
  const { scope } = tenant.context;
  const [index] = await sql<{ indexdef: string }>("SELECT indexdef FROM pg_indexes WHERE indexname = 'site_users_terms'");
  // Made at the end it takes a fraction of the time.
  await sql("DROP INDEX site_users_terms");
  await sql(
    `INSERT INTO site_users (id, account_id, site_id, email, email_canonical, name, blocked_at, created_at, updated_at)
     SELECT n, $1, $2, email, email, 'Jane Doe', CASE WHEN n % 1000 = 0 THEN now() END, now() - n * interval '1 minute', now()
     FROM generate_series(1, ${USERS}) n, LATERAL (
       SELECT CASE WHEN n % 3000 = 2999 THEN '${RARE}.' ELSE 'jane.' END || md5(n::text) || '@shop.example' AS email) made`,
    [scope.accountId, scope.siteId],
  );
  await sql(index?.indexdef ?? "");
  await sql("ANALYZE site_users, sites");
}, 60_000);

type Plan = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly Plan[];
};

/** How the database goes through the users for the statements that some work sends: by which indexes, or through all of them. */
async function ways(work: () => Promise<unknown>): Promise<Set<string>> {
  const { scoped, system } = connections();
  const pools = [scoped, system].map((pool) => ({ pool, spy: vi.spyOn(pool, "query") }));
  await work();
  const sent = pools.flatMap(({ pool, spy }) =>
    (spy.mock.calls as unknown[][]).map(([config]) => ({ pool, config: config as pg.QueryConfig })),
  );
  for (const { spy } of pools) spy.mockRestore();
  const seen = new Set<string>();
  for (const { pool, config } of sent.filter(({ config }) => !config.text.startsWith("EXPLAIN"))) {
    const asked = { ...config, text: `EXPLAIN (FORMAT JSON) ${config.text}` };
    const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(asked);
    for (const way of waysOf(rows[0]?.["QUERY PLAN"][0].Plan)) seen.add(way);
  }
  return seen;
}

function waysOf(plan: Plan | undefined): string[] {
  const inner = (plan?.Plans ?? []).flatMap(waysOf);
  if (plan?.["Relation Name"] === "site_users" && plan["Node Type"] === "Seq Scan") return ["all of them", ...inner];
  return plan?.["Index Name"]?.startsWith("site_users_") ? [plan["Index Name"], ...inner] : inner;
}

const search = (text: string, order: Order, filter: SiteUserFilter = {}) => ({
  order,
  filter: { ...filter, search: { text, names: true } },
});

test.each([
  ["a rare word", search(RARE, NEWEST_FIRST), "site_users_terms"],
  ["a rare word, by address", search(RARE, BY_ADDRESS), "site_users_terms"],
  ["the beginning of a rare word", search("qu", NEWEST_FIRST), "site_users_terms"],
  ["a word that nobody has", search("nobody", NEWEST_FIRST), "site_users_terms"],
  ["what stands for anything elsewhere", search("%_\\", NEWEST_FIRST), "site_users_terms"],
  ["a word that everybody has", search("jane", NEWEST_FIRST), "site_users_account_id_created_at_id_idx"],
  ["a word among those who are blocked", search("jane", NEWEST_FIRST, { blocked: true }), "site_users_blocked"],
  ["everybody, by address", { order: BY_ADDRESS, filter: {} }, "site_users_account_id_email_canonical_id_site_id_idx"],
])("%s is found by an index among the users of a site and of an account of one site", async (_, { order, filter }, index) => {
  for (const scope of [tenant.context.scope, tenant.account.scope]) {
    const seen = await ways(() => searchSiteUsers(scope, filter, { after: null, skip: 0 }, 10, order));
    const counted = await ways(() => countSiteUsers(scope, filter));
    expect.soft([...seen].some((name) => name.startsWith(index))).toBe(true);
    expect.soft([...seen, ...counted]).not.toContain("all of them");
  }
});

test("more users than are counted are estimated, also for an account of one site", async () => {
  for (const scope of [tenant.context.scope, tenant.account.scope]) {
    const { count, exact } = await countSiteUsers(scope, {});
    expect.soft({ near: Math.abs(count - USERS) < USERS / 50, exact }).toEqual({ near: true, exact: false });
  }
});

test("a search that no index answers is seen to go through all of them", async () => {
  const text = "SELECT id FROM site_users u WHERE strpos(u.email_canonical, $1) > 0";
  expect(await ways(() => queryPlanned("system", text, [RARE]))).toEqual(new Set(["all of them"]));
});
