// An account with a hundred sites of uneven size and very many users, as years of sign-ups would have left them.
import pg from "pg";

const daysAgo = (days) => new Date(Date.now() - days * 86_400_000);

/** The account with all the users, its largest site (three in ten of them), its smallest, and a week in the middle. */
export const BIG = { accountId: 1n, siteId: 1n, smallSiteId: 100n, from: daysAgo(364), to: daysAgo(357) };

/** An address that one user has. */
export const SOMEBODY = "quixworth.unique@example.com";

/** Accounts with very many sites and with few, and their API tokens. */
export const MANY_SITES = { accountId: 2n, apiToken: "many" };
export const FEW_SITES = { accountId: 3n, apiToken: "few" };

const FIRST = "james mary john patricia robert jennifer michael linda david elizabeth anna lukas sofia mateo chloe hugo emma noah olivia liam yusuf fatima wei ling raj priya ivan olga kofi ama";
const LAST = "smith johnson williams brown jones garcia miller davis martinez lopez wilson anderson taylor thomas moore jackson martin lee thompson white mueller schmidt rossi kowalski novak svensson dubois silva tanaka okafor";
const DOMAINS = "gmail.com gmail.com gmail.com outlook.com yahoo.com icloud.com hotmail.com proton.me web.de";

const array = (words) => `ARRAY[${words.split(" ").map((word) => `'${word}'`).join(", ")}]`;
const anyOf = (words, bent) => `(${array(words)})[1 + floor(${words.split(" ").length} * power(random(), ${bent}))::int]`;

/** Makes the database with so many users, through the product's own migrations; one that is there gets those that it lacks. */
export async function generate({ administrator, url, migrate, users, say }) {
  const name = new URL(url).pathname.slice(1);
  const there = await run(administrator, `SELECT FROM pg_database WHERE datname = '${name}'`);
  if (there.rowCount > 0) return migrate(url);
  say(`making ${users.toLocaleString("en")} users`);
  const half = `${name}_half`;
  await run(administrator, `DROP DATABASE IF EXISTS ${half}`);
  await run(administrator, `CREATE DATABASE ${half}`);
  const address = new URL(url);
  address.pathname = `/${half}`;
  await migrate(address.href);
  const began = performance.now();
  await run(address.href, ACCOUNTS);
  await run(address.href, people(users));
  say(`${users.toLocaleString("en")} users took ${((performance.now() - began) / 1000).toFixed(0)} s`);
  await run(address.href, "VACUUM ANALYZE");
  // Since then nearly one in 500 has signed in, after which PostgreSQL vacuums again (migration 0044): pages that hold one of them are read,
  // where those of the vacuum need not be.
  await run(address.href, "UPDATE site_users SET last_sign_in_at = now() WHERE random() < 0.0019");
  await run(administrator, `ALTER DATABASE ${half} RENAME TO ${name}`);
}

const ACCOUNTS = `
  INSERT INTO accounts (id, name) VALUES (1, 'A million users'), (2, 'Ten thousand sites'), (3, 'Ten sites');
  INSERT INTO slugs (slug) SELECT account || '-' || n FROM (VALUES (1, 100), (2, 10000), (3, 10)) a (account, sites), generate_series(1, sites) n;
  INSERT INTO sites (id, account_id, name, slug, client_id, client_secret_sealed, client_secret_hash, created_at)
  SELECT CASE account WHEN 1 THEN n ELSE account * 1000000 + n END, account, 'Site ' || n, account || '-' || n, 'pid_' || account || '-' || n, '', '',
    timestamptz '2024-01-01Z' + n * interval '1 hour'
  FROM (VALUES (1, 100), (2, 10000), (3, 10)) a (account, sites), generate_series(1, sites) n;
  INSERT INTO api_tokens (id, account_id, name, token_hash, last4)
  SELECT account, account, 'Bench', sha256(token::bytea), 'last' FROM (VALUES (2, 'many'), (3, 'few')) t (account, token)`;

/** Two years of sign-ups, evenly spread, and the token of each one's last sign-in; fifty have a rare name, one in 1,000 is blocked, nine in ten are verified. */
const people = (users) => `
  SET synchronous_commit = off;
  INSERT INTO site_users (id, account_id, site_id, email, email_canonical, name, email_verified_at, blocked_at, password_sealed, last_sign_in_at,
    created_at, updated_at)
  SELECT (random() * 9e15)::bigint, 1, site, email, email, initcap(first) || ' ' || initcap(last), CASE WHEN random() < 0.9 THEN at END,
    CASE WHEN random() < 0.001 THEN at END, decode(repeat(md5(n::text), 8), 'hex'), CASE WHEN random() < 0.6 THEN least(now(), at + random() * interval '90 days') END, at, at
  FROM (
    SELECT *, first || '.' || last || n || '@' || domain AS email FROM (
      SELECT n, now() - interval '2 years' * (1 - (n - random()) / ${users}) AS at,
        CASE WHEN share < 0.3 THEN 1 ELSE 2 + floor(99 * power((share - 0.3) / 0.7, 2))::int END AS site,
        ${anyOf(FIRST, 1.5)} AS first,
        CASE WHEN n % ${users / 50} = 7 THEN 'quixworth' ELSE ${anyOf(LAST, 1.5)} END AS last,
        CASE WHEN n % 10 = 0 THEN 'corp-' || n % 500 || '.example' ELSE ${anyOf(DOMAINS, 1)} END AS domain
      FROM (SELECT n, random() AS share FROM generate_series(1, ${users}) n) numbers) parts) people;
  INSERT INTO site_users (id, account_id, site_id, email, email_canonical) VALUES (7, 1, 1, '${SOMEBODY}', '${SOMEBODY}');
  INSERT INTO callback_tokens (id, account_id, site_id, site_user_id, token_hash, last4, created_at, expires_at, used_at)
  SELECT (random() * 9e15)::bigint, 1, site_id, id, sha256(int8send(id)), 'last', last_sign_in_at, last_sign_in_at + interval '2 minutes',
    CASE WHEN random() < 0.95 THEN last_sign_in_at END
  FROM site_users WHERE last_sign_in_at IS NOT NULL`;

async function run(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}
