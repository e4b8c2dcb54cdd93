import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { env, setEnv } from "@/lib/kernel/env";
import { sha256 } from "@/lib/kernel/secrets";
import { databaseOn, onServer } from "@/lib/testing/database-server";
import { furnish } from "@/lib/testing/furnish";
import { addSite, makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { sql } from "@/lib/testing/sql";
import { changingNothing } from "@/lib/testing/unchanged";
import { migrate } from "@/prisma/migrate";
import { repositoryRoot } from "@/prisma/repository-root";
import { checkRoles, grantAccess } from "./access";
import { connections, disconnect } from "./client";
import { Prisma } from "./generated/client";
import { queryPlanned } from "./query";
import { rolesOf } from "./roles";
import type { AccountScope, SiteScope } from "./scope";
import { beginIn } from "./scoped-connection";
import { serverFacts } from "./server-facts";
import { TENANCY, tableOf } from "./tenancy";

const MODELS = Object.values(Prisma.ModelName);

type Owner = { readonly account: string; readonly site: string | null };

/** The columns of a table that say whose a row is. The audit log is no model of a handle, and its statements run in a scope all the same. */
const OWNERS = Object.fromEntries(
  MODELS.flatMap((model) => {
    const tenancy = model === "AuditEvent" ? { account: "accountId", site: "siteId" } : TENANCY[model];
    if (typeof tenancy === "string") return [];
    const columns = {
      account: tenancy.account === "id" ? "id" : "account_id",
      site: "site" in tenancy ? (tenancy.site === "id" ? "id" : "site_id") : null,
    };
    return [[tableOf(model), columns] as const];
  }),
);
const TABLES = Object.keys(OWNERS);
/** What a scope may not do at all. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = { audit_events: ["UPDATE", "DELETE"], accounts: ["INSERT", "DELETE"] };
/** What belongs to no site is hidden from a site's scope, but for these. */
const OF_EVERY_SITE = ["accounts", "idempotency_keys"];
const isOfSite = (table: string) => OWNERS[table]?.site !== null || OF_EVERY_SITE.includes(table);

let mine: Tenant;
let sibling: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  mine = await makeTenant();
  sibling = await addSite(mine);
  theirs = await makeTenant();
  for (const tenant of [mine, sibling, theirs]) await furnish(tenant);
}, 60_000);

type Scope = AccountScope | SiteScope;

/** Runs something in a scope on a connection of the product's, and takes back what it did. */
async function inTransaction<T>(scope: Scope | null, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await connections().longReads.connect();
  try {
    await client.query(scope ? beginIn(scope) : "BEGIN");
    return await work(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

/** A scope that is told of rows of a table: any, or one of the whole account. */
const sees = (table: string, { siteId }: Scope) => siteId === undefined || isOfSite(table);

/** How many rows of a table are a scope's own, and how many statements reach that name nobody; null: they are not allowed at all. */
async function reach(table: string, scope: Scope) {
  const { account, site } = OWNERS[table] as Owner;
  const [{ own } = { own: -1 }] = await sql<{ own: number }>(
    `SELECT count(*)::int AS own FROM ${table} WHERE ${account} = $1 AND ($2::bigint IS NULL OR ${site ? `${site} = $2` : isOfSite(table)})`,
    [scope.accountId, scope.siteId ?? null],
  );
  const reached = (right: string, text: string) =>
    FORBIDDEN[table]?.includes(right) ? null : inTransaction(scope, async (client) => (await client.query(text)).rowCount);
  return {
    own,
    read: await reached("SELECT", `SELECT * FROM ${table}`),
    changed: await reached("UPDATE", `UPDATE ${table} SET ${account} = ${account}`),
    deleted: await reached("DELETE", `DELETE FROM ${table}`),
  };
}

const REFUSED = { code: "42501", message: expect.stringContaining("row-level security") };

describe("a statement that names nobody", () => {
  test.each(TABLES)("reads, changes and deletes the scope's own rows, all of them and no others: %s", async (table) => {
    for (const scope of [mine.account.scope, mine.context.scope, theirs.account.scope]) {
      const { own, ...reached } = await reach(table, scope);
      const may = (right: string) => (FORBIDDEN[table]?.includes(right) ? null : own);
      expect(own > 0).toBe(sees(table, scope));
      expect(reached).toEqual({ read: own, changed: may("UPDATE"), deleted: may("DELETE") });
    }
  });

  test.each(TABLES)("adds no row of somebody else, and gives none away: %s", async (table) => {
    const { account, site } = OWNERS[table] as Owner;
    const strangers = [
      // At a site, nothing is added to its own account.
      ...(isOfSite(table) ? [] : ([[mine.context.scope, mine.account.scope.accountId, null]] as const)),
      [mine.account.scope, theirs.account.scope.accountId, null],
      [mine.context.scope, theirs.account.scope.accountId, null],
      ...(site ? ([[mine.context.scope, sibling.account.scope.accountId, sibling.site.id]] as const) : []),
    ] as const;
    for (const [scope, accountId, siteId] of strangers) {
      const [row] = await sql<{ row: object }>(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${account} = $1 AND ($2::bigint IS NULL OR ${site ?? "$2"} = $2) LIMIT 1`,
        [accountId, siteId],
      );
      await changingNothing(async () => {
        const insert = inTransaction(scope, (client) =>
          client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`, [JSON.stringify(row?.row)]),
        );
        await expect(insert).rejects.toMatchObject(FORBIDDEN[table]?.includes("INSERT") ? { code: "42501" } : REFUSED);
        const [column, value] = siteId === null ? [account, accountId] : [site, siteId];
        const give = inTransaction(scope, async (client) => (await client.query(`UPDATE ${table} SET ${column} = $1`, [value])).rowCount);
        if (sees(table, scope)) await expect(give).rejects.toMatchObject({ code: "42501" });
        else expect(await give).toBe(0);
      });
    }
  });

  test.each(TABLES)("finds nothing where nobody has said a scope: %s", async (table) => {
    await expect(inTransaction(null, (client) => client.query(`SELECT * FROM ${table}`))).rejects.toMatchObject({
      code: expect.stringMatching(/^(42704|22P02)$/),
    });
  });

  test.each(["owner_links", "deletions", "backups", "slugs", "signin_migrations", "graphile_worker._private_jobs"])(
    "does not read what is nobody's: %s",
    async (table) => {
      await expect(inTransaction(mine.account.scope, (client) => client.query(`SELECT * FROM ${table}`))).rejects.toMatchObject({
        code: "42501",
      });
    },
  );

  test("reads no attempts at operators: only how many sign-ins fail in all", async () => {
    await sql("INSERT INTO operator_attempts (key, count, window_ends_at) VALUES ('\\x01', 1, now()), (sha256('failures:0'), 1, now())");
    const read = await inTransaction(mine.context.scope, (client) => client.query("SELECT key FROM operator_attempts"));
    expect(read.rows).toEqual([{ key: Buffer.from(sha256("failures:0")) }]);
  });
});

test("neither role changes or deletes an event, whatever setting it says", async () => {
  for (const pool of [connections().longReads, connections().system]) {
    for (const text of ["UPDATE audit_events SET type = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events"]) {
      const client = await pool.connect();
      await client.query(`${beginIn(mine.account.scope)}; SET LOCAL app.audit_upkeep = '${text.split(" ")[0]}'`);
      await expect(client.query(text)).rejects.toMatchObject({ code: "42501", message: "permission denied for table audit_events" });
      await client.query("ROLLBACK");
      client.release();
    }
  }
});

describe("the net is seen to be missing", () => {
  test.each([
    ["switched off", "ALTER TABLE mails DISABLE ROW LEVEL SECURITY", "ALTER TABLE mails ENABLE ROW LEVEL SECURITY"],
    ["open to all", "CREATE POLICY open ON mails USING (true)", "DROP POLICY open ON mails"],
  ])("where the policies of a table are %s", async (_, cut, mend) => {
    await sql(cut);
    try {
      const { own, read } = await reach("mails", mine.account.scope);
      expect(read).toBeGreaterThan(own);
      expect(await tablesAmiss()).toEqual(["mails"]);
    } finally {
      await sql(mend);
    }
  });

  test.each([
    ["a new table", "CREATE TABLE left_out (id bigint)", "DROP TABLE left_out", "left_out"],
    [
      "a table whose owner is held to none",
      "ALTER TABLE mails NO FORCE ROW LEVEL SECURITY",
      "ALTER TABLE mails FORCE ROW LEVEL SECURITY",
      "mails",
    ],
    [
      "a right too many",
      "GRANT UPDATE ON audit_events TO signin_scoped",
      "REVOKE UPDATE ON audit_events FROM signin_scoped",
      "audit_events",
    ],
  ])("by the check of the tables: %s", async (_, cut, mend, table) => {
    await sql(cut);
    expect(await tablesAmiss().finally(() => sql(mend))).toEqual([table]);
  });
});

/** Tables that have not just the policies and the rights that `TENANCY` asks for. */
async function tablesAmiss(): Promise<string[]> {
  const found = await sql<{ name: string; forced: boolean; policies: string[]; scoped: string[]; system: string[] }>(
    `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
       ARRAY(SELECT p.policyname || ' ' || array_to_string(p.roles, ',') || ' ' || p.permissive || ' ' || p.cmd || ' ' || coalesce(p.with_check, '')
         FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname ORDER BY 1) AS policies,
       ARRAY(SELECT r FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) r WHERE has_table_privilege('signin_scoped', c.oid, r)) AS scoped,
       ARRAY(SELECT r FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) r WHERE has_table_privilege('signin_system', c.oid, r)) AS system
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'signin_migrations'`,
  );
  const wanted = new Map(MODELS.map((model) => [tableOf(model), wantedOf(model)]));
  const amiss = found.filter(({ name, ...is }) => JSON.stringify(is) !== JSON.stringify(wanted.get(name))).map(({ name }) => name);
  const missing = [...wanted.keys()].filter((name) => !found.some((table) => table.name === name));
  return [...amiss, ...missing];
}

const ALL = ["SELECT", "INSERT", "UPDATE", "DELETE"];

function wantedOf(model: Prisma.ModelName) {
  const table = tableOf(model);
  const own = table in OWNERS || TENANCY[model] === "insertOnly" || model === "OperatorAttempt";
  const rights =
    TENANCY[model] === "insertOnly"
      ? ["INSERT"]
      : model === "OperatorAttempt"
        ? ["SELECT", "INSERT", "UPDATE"]
        : ALL.filter((right) => !FORBIDDEN[table]?.includes(right));
  return {
    forced: true,
    policies: [...(own ? ["in_scope signin_scoped PERMISSIVE ALL "] : []), "in_system signin_system PERMISSIVE ALL "],
    scoped: own ? rights : [],
    system: model === "AuditEvent" ? ["SELECT", "INSERT"] : ONLY_SWEPT.includes(table) ? ["SELECT", "DELETE"] : ALL,
  };
}

/** What lets a user in, and the system neither makes nor changes. */
const ONLY_SWEPT = [
  "authorization_requests",
  "email_changes",
  "email_codes",
  "linked_accounts",
  "mail_tokens",
  "passkeys",
  "recovery_codes",
  "second_factor_steps",
  "sessions",
  "trusted_browsers",
];

/** What they do is said where they say it. */
const AS_SYSTEM = [
  "attempts.ts",
  "backup/deletions.ts",
  "backup/note-backup.ts",
  "consume/operator-factor.ts",
  "consume/operator-link.ts",
  "estimate.ts",
  "hot/account-by-api-token.ts",
  "hot/count-site-users.ts",
  "hot/import-users.ts",
  "hot/operator-of-session.ts",
  "hot/restore-callback-tokens.ts",
  "hot/search-site-users.ts",
  "hot/site-by.ts",
  "load.ts",
  "operators.ts",
  "query-as.ts",
  "schema-state.ts",
  "sealed-values.ts",
  "server-facts.ts",
  "system-db.ts",
  "token-use.ts",
  "worker-lease.ts",
];

test("only these files speak as the system, and each of their statements names its account, or is nobody's", () => {
  const folder = join(repositoryRoot(), "lib/db");
  const speaking = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => {
    if (!path.endsWith(".ts") || path.endsWith(".test.ts") || path.startsWith("generated")) return false;
    const text = readFileSync(join(folder, path), "utf8");
    return /from "\.{1,2}\/(query|estimate)"/.test(text) && text.includes('"system"');
  });
  expect(speaking.toSorted()).toEqual(AS_SYSTEM);
});

test("of the functions that run as their owner each role may call just those that are for it", async () => {
  const calls = await sql<{ name: string; scoped: boolean; system: boolean }>(
    `SELECT p.proname AS name, has_function_privilege('signin_scoped', p.oid, 'EXECUTE') AS scoped,
       has_function_privilege('signin_system', p.oid, 'EXECUTE') AS system
     FROM pg_proc p WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND p.pronamespace = 'public'::regnamespace ORDER BY 1`,
  );
  expect(calls).toEqual([
    { name: "add_job_in_scope", scoped: true, system: false },
    { name: "drop_jobs_in_scope", scoped: true, system: false },
    { name: "drop_old_audit_events", scoped: false, system: true },
    { name: "forget_in_audit", scoped: false, system: true },
    { name: "forget_in_scope", scoped: true, system: false },
  ]);
  const loose =
    "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef AND NOT coalesce(proconfig::text LIKE '%search_path=%pg_temp%', false)";
  expect(await sql(loose)).toEqual([]);
});

test("every table has just the policies and the rights that TENANCY asks for", async () => {
  expect(await tablesAmiss()).toEqual([]);
});

describe("many scopes at once", () => {
  test("each statement is its own scope's, also where it waits for a connection that another one gives back", async () => {
    const tenants = [mine, theirs, sibling];
    const asked = Array.from({ length: 90 }, (_, at) => tenants[at % 3] as Tenant);
    const seen = await Promise.all(
      asked.map(({ context, account }, at) => {
        if (at % 4 === 0) return context.db.site.findMany({ select: { id: true } });
        if (at % 4 === 1) return context.db.$transaction((db) => db.site.findMany({ select: { id: true } }));
        if (at % 4 === 2) return queryPlanned<{ id: bigint }>(context.scope, "SELECT id FROM sites", []);
        return account.db.$transaction(async (db) => {
          await db.$lockAccount();
          return db.site.findMany({ where: { id: context.site.id }, select: { id: true } });
        });
      }),
    );
    expect(seen.map((rows) => rows.map(({ id }) => id))).toEqual(asked.map(({ site }) => [site.id]));
  });

  test("a transaction that is a list is refused: it would begin in whoever's scope", () => {
    const db = mine.context.db as unknown as { $transaction(list: unknown[]): unknown };
    expect(() => db.$transaction([])).toThrow("not a list");
  });

  test("what a statement fails with is its own, and the next one works", async () => {
    for (const text of ["SELECT 1/0 AS id", "SELECT nothing", "SELECT '\\x00'::bytea::nothing"]) {
      await expect(queryPlanned(mine.context.scope, text, [])).rejects.toMatchObject({ code: expect.stringMatching(/^(22012|42)/) });
      expect(await queryPlanned(mine.context.scope, "SELECT id FROM sites", [])).toEqual([{ id: mine.site.id }]);
    }
    await expect(
      queryPlanned(mine.context.scope, "SELECT $1::bigint", [
        Object.create({
          toPostgres: () => {
            throw new Error("no value");
          },
        }),
      ]),
    ).rejects.toThrow("no value");
    expect(await queryPlanned(mine.context.scope, "SELECT id FROM sites", [])).toEqual([{ id: mine.site.id }]);
  });

  test("the scope is gone with the statement", async () => {
    const left = await inTransaction(null, (client) =>
      client.query("SELECT nullif(current_setting('app.account_id', true), '') AS account"),
    );
    expect(left.rows).toEqual([{ account: null }]);
  });
});

describe("a job", () => {
  const add = (scope: Scope, of: object, key: string | null = null) =>
    inTransaction(scope, (client) => client.query("SELECT add_job_in_scope('of-somebody', $1, $2)", [JSON.stringify({ scope: of }), key]));
  const of = (scope: Scope, site: bigint | null) => ({ account_id: String(scope.accountId), site_id: site === null ? null : String(site) });

  test("is added in the name of its own scope only", async () => {
    await add(mine.account.scope, of(mine.account.scope, null));
    await add(mine.context.scope, of(mine.context.scope, mine.site.id));
    for (const other of [of(theirs.account.scope, null), {}, of(mine.account.scope, sibling.site.id)]) {
      await expect(add(mine.context.scope, other)).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("takes no key that a job of another account has", async () => {
    await theirs.context.db.$addJob("of-somebody", {}, { key: "a key of theirs" });
    await expect(add(mine.account.scope, of(mine.account.scope, null), "a key of theirs")).rejects.toMatchObject({ code: "42501" });
    await add(theirs.account.scope, of(theirs.account.scope, null), "a key of theirs");
  });
});

describe("the roles", () => {
  const user = `user_${randomBytes(6).toString("hex")}`;
  const superuser = () => databaseOn(inject("databaseServer").replace("//signin:", "//postgres:"), "postgres");
  let url: string;
  let told: string;

  beforeAll(async () => {
    await onServer(superuser(), `CREATE ROLE ${user} LOGIN PASSWORD 'secret'`);
    await onServer(superuser(), `CREATE DATABASE ${user} OWNER ${user}`);
    const address = new URL(databaseOn(inject("databaseServer"), user));
    [address.username, address.password] = [user, "secret"];
    url = address.href;
    await migrate(url);
    told = await grantAccess(url).then(String, ({ message }: Error) => message);
    await onServer(superuser(), told.slice(told.indexOf("CREATE ROLE")));
    await Promise.all([grantAccess(url), grantAccess(url)]);
  }, 60_000);

  afterAll(async () => {
    await onServer(superuser(), `DROP DATABASE ${user} WITH (FORCE)`);
    for (const role of [`${user}_scoped`, `${user}_system`, user]) await onServer(superuser(), `DROP ROLE ${role}`);
  });

  test("are made by an administrator where the user may not, who is told how; and what may pass a policy is refused", async () => {
    const how = Number.parseInt((await serverFacts()).version, 10) < 16 ? "" : " WITH SET TRUE, INHERIT FALSE";
    expect(told).toContain(`CREATE ROLE "${user}_scoped" NOLOGIN; GRANT "${user}_scoped" TO "${user}"${how};`);
    await checkRoles(url);
    const role = `${user}_scoped`;
    for (const [give, take, power] of [
      [`ALTER ROLE ${role} BYPASSRLS`, `ALTER ROLE ${role} NOBYPASSRLS`, "passes policies"],
      [`ALTER ROLE ${role} SUPERUSER`, `ALTER ROLE ${role} NOSUPERUSER`, "is a superuser"],
      [`ALTER ROLE ${role} CREATEROLE`, `ALTER ROLE ${role} NOCREATEROLE`, "makes roles"],
      [`ALTER ROLE ${role} LOGIN PASSWORD 'x'`, `ALTER ROLE ${role} NOLOGIN PASSWORD NULL`, "logs in"],
      [`ALTER ROLE ${role} REPLICATION`, `ALTER ROLE ${role} NOREPLICATION`, "replicates"],
      [`GRANT pg_read_server_files TO ${role}`, `REVOKE pg_read_server_files FROM ${role}`, "is a member of pg_read_server_files"],
    ] as const) {
      await onServer(superuser(), give);
      await expect(checkRoles(url)).rejects.toThrow(`${role} ${power}: it has to be`);
      await onServer(superuser(), take);
    }
    const inIt = databaseOn(superuser(), user);
    for (const [make, drop] of [
      ["TABLE public.taken (id bigint)", "TABLE public.taken"],
      ["VIEW public.taken AS SELECT * FROM public.sites", "VIEW public.taken"],
      ["SCHEMA taken", "SCHEMA taken"],
      ["FUNCTION public.taken() RETURNS int LANGUAGE sql AS 'SELECT 1'", "FUNCTION public.taken()"],
    ]) {
      await onServer(inIt, `CREATE ${make}; ALTER ${drop} OWNER TO ${user}_system`);
      await expect(checkRoles(url)).rejects.toThrow(`${user}_system owns something`);
      await onServer(inIt, `DROP ${drop}`);
    }
    await checkRoles(url);
  });

  test("are asked for with each connection: one that has come to pass policies is not used", async () => {
    const before = env();
    const role = `${user}_scoped`;
    await onServer(superuser(), `ALTER ROLE ${role} BYPASSRLS`);
    await disconnect();
    setEnv({ ...before, databaseUrl: url });
    try {
      const look = () => queryPlanned(mine.account.scope, "SELECT id FROM sites", []);
      await expect(look()).rejects.toThrow(`held to no policy as ${role}`);
      await onServer(superuser(), `ALTER ROLE ${role} NOBYPASSRLS`);
      expect(await look()).toEqual([]);
    } finally {
      await disconnect();
      setEnv(before);
    }
  });

  test("have names that PostgreSQL does not cut off", async () => {
    const long = url.replace(user, "u".repeat(57));
    expect(() => rolesOf(long)).toThrow("the user's name is too long");
    expect(rolesOf(long.replace("uu", "u")).scoped).toHaveLength(63);
  });

  test("are each installation's own: another user may not take ours", async () => {
    const other = new pg.Client({ connectionString: `${url}${url.includes("?") ? "&" : "?"}options=-c%20role%3Dsignin_system` });
    await expect(other.connect()).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|22023)$/) });
  });
});
