import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { keepDemoSite, sweepRows } from "@/lib/db/system-db";
import { type Env, env, setEnv } from "@/lib/kernel/env";
import { call } from "@/lib/testing/call-route";
import { makeTenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";

const sites = () =>
  sql<{ account_id: string; name: string; allowed_origins: string[]; email_verification: string }>(
    "SELECT account_id::text, name, allowed_origins, email_verification::text FROM sites WHERE slug = 'demo'",
  );

/** As a process that has just begun. */
async function fresh() {
  vi.resetModules();
  return (await import("./demo-site")).demoSite();
}

let configured: Env;
beforeAll(() => {
  configured = env();
});
beforeEach(() => setEnv(configured));

test("is made once, in an account that nobody operates, and allows the page that shows it", async () => {
  expect(await Promise.all([fresh(), fresh(), fresh()])).toEqual(["demo", "demo", "demo"]);
  const made = { account_id: "1", name: "Acme Shop", allowed_origins: [configured.appUrl], email_verification: "off" };
  expect(await sites()).toEqual([made]);
  expect(await sql("SELECT id FROM operators WHERE account_id = 1")).toEqual([]);
  setEnv({ ...configured, appUrl: "http://localhost:4711" });
  await fresh();
  expect(await sites()).toEqual([{ ...made, allowed_origins: ["http://localhost:4711"] }]);
});

test("is not offered where real people sign in", async () => {
  setEnv({ ...configured, appUrl: "https://signin.example" });
  expect(await fresh()).toBeNull();
});

test("its slug is nobody's, and its making touches nobody else's site", async () => {
  const { apiToken, site } = await makeTenant({ allowedOrigins: ["https://acme.example"] });
  const answer = await call("POST", "/api/sites", { token: apiToken, json: { site: { name: "Mine", slug: "demo" } } });
  expect(answer.status).toBe(422);
  const bytes = new Uint8Array([1]);
  await keepDemoSite({
    id: 2n,
    name: "x",
    slug: site.slug,
    origin: "https://evil.example",
    clientId: "pid_x",
    clientSecretSealed: bytes,
    clientSecretHash: bytes,
  });
  expect(await sql("SELECT name, allowed_origins FROM sites WHERE slug = $1", [site.slug])).toEqual([
    { name: "Acme", allowed_origins: ["https://acme.example"] },
  ]);
});

test("who signed up there is forgotten after a day, and nobody else is", async () => {
  await fresh();
  await sql(
    `INSERT INTO site_users (id, account_id, site_id, email, email_canonical, created_at)
     SELECT 900 + hours, 1, id, hours || '@example.com', hours || '@example.com', now() - make_interval(hours => hours)
     FROM sites, unnest(ARRAY[23, 25]) AS hours WHERE slug = 'demo'`,
  );
  const before = await sql("SELECT id FROM site_users WHERE account_id <> 1 ORDER BY id");
  await sweepRows();
  expect(await sql("SELECT email FROM site_users WHERE account_id = 1")).toEqual([{ email: "23@example.com" }]);
  expect(await sql("SELECT id FROM site_users WHERE account_id <> 1 ORDER BY id")).toEqual(before);
});
