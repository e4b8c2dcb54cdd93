import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { migrate } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migrations";
import { journey } from "./journey";
import { startInstances } from "./start-instances";

/** `npm run test:instances` has a million of them. */
const USERS = process.env.SIGNIN_LONG ? 1_000_000 : 20_000;
const VISITORS = 4;

/** Steps as a next version would bring them, which an old one must not notice: a column, a column with a value for all, and a rule. */
const STEPS = [
  "ALTER TABLE site_users ADD COLUMN nickname text",
  "ALTER TABLE site_users ADD COLUMN score integer NOT NULL DEFAULT 0",
  "ALTER TABLE site_users ADD CONSTRAINT site_users_score CHECK (score >= 0) NOT VALID",
];

test("a migration of many users goes on beside those who sign in, and fails none of them", { timeout: 3_600_000 }, async () => {
  const world = await startInstances(1);
  try {
    const { id, slug } = await world.makeSite();
    await world.database.sql(
      `INSERT INTO site_users (id, account_id, site_id, email, email_canonical)
       SELECT 1000 + n, s.account_id, s.id, 'user' || n || '@example.com', 'user' || n || '@example.com'
       FROM sites s, generate_series(1, $2::int) n WHERE s.id = $1`,
      [id, USERS],
    );
    const failed: string[] = [];
    const steps: string[] = [];
    let going = true;
    const place = { baseUrl: world.baseUrl, slug, apiToken: world.apiToken, mailTo: world.provider.mailTo };
    const load = Array.from({ length: VISITORS }, async () => {
      while (going) await journey(place, (step) => void steps.push(step)).catch((error: unknown) => failed.push(String(error)));
    });
    const known = await readMigrations();
    const began = Date.now();
    const added = STEPS.map((sql, index) => ({
      name: `9${index}00_next_version`,
      sql,
      sha256: createHash("sha256").update(sql).digest("hex"),
    }));
    await migrate(world.database.url, [...known, ...added]);
    const tookMs = Date.now() - began;
    going = false;
    await Promise.all(load);
    expect(failed).toEqual([]);
    // The old version, which knows nothing of these, goes on as well.
    await journey(place, () => undefined);
    if (process.env.SIGNIN_LONG)
      console.log(`${STEPS.length} steps on ${USERS} users in ${tookMs} ms, ${steps.length} requests meanwhile, 0 failed`);
  } finally {
    await world.stop();
  }
});
