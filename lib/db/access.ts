import { createHash } from "node:crypto";
import pg from "pg";
import { ConfigurationError } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";
import { requireEveryRow } from "@/prisma/every-row";
import { withRetry } from "@/prisma/migrate";
import { TALLY_KEYS } from "./failure-tally";
import type { Prisma } from "./generated/client";
import { asRole, haveRoles, type Role, type RoleNames, rolesOf } from "./roles";
import { TENANCY, type Tenancy, tableOf } from "./tenancy";

/**
 * Who may do what in the database: roles, the policies of each table, and rights.
 *
 * `TENANCY` says whose the rows of a model are; what stands here is made of it, so that neither can be changed without the other.
 */

const columnOf = (field: string) => field.replace(/[A-Z]/g, "_$&").toLowerCase();

/** What a scope may do with a table, and with which of its rows. */
type Right = { readonly rights: string; readonly rows: string };

const EVERYTHING = "SELECT, INSERT, UPDATE, DELETE";

/** Where a scope may do more, or less, than with its own rows whatever it likes. */
const EXCEPTIONS: Partial<Record<Prisma.ModelName, Right>> = {
  // Locked by whoever works in it, also at one site. With its row everything of the account would go, so no scope deletes it.
  Account: { rights: "SELECT, UPDATE", rows: ofAccount("id") },
  // A site's backend repeats requests as its account does.
  IdempotencyKey: { rights: EVERYTHING, rows: ofAccount("accountId") },
  // SECURITY: written down once, and changed by nobody: `forget_in_audit` and `drop_old_audit_events` run as the owner.
  AuditEvent: { rights: "SELECT, INSERT", rows: ofScope({ account: "accountId", site: "siteId", siteOptional: true }) },
  // How many sign-ins fail in the whole installation is counted with each, and tells whether there is an attack.
  OperatorAttempt: {
    rights: "SELECT, INSERT, UPDATE",
    rows: `key IN (${TALLY_KEYS.map((key) => `'\\x${Buffer.from(key).toString("hex")}'::bytea`).join(", ")})`,
  },
};

/** What a scope may do with the rows of a model; null: nothing. */
function rightOf(model: Prisma.ModelName): Right | null {
  const tenancy: Tenancy = TENANCY[model];
  const exception = EXCEPTIONS[model];
  if (exception) return exception;
  if (tenancy === "system") return null;
  return tenancy === "insertOnly" ? { rights: "INSERT", rows: "true" } : { rights: EVERYTHING, rows: ofScope(tenancy) };
}

function ofAccount(account: string): string {
  return `${columnOf(account)} = (SELECT current_setting('app.account_id')::bigint)`;
}

/**
 * The condition that a row is the scope's. What belongs to no site, like operators and API tokens, is of a scope of the whole account.
 *
 * Each setting is read once for a statement, and where that compares the account too, as all of ours do, it is compared with that one once, and not with
 * each row. The site is compared in a way that the planner takes for true: it would think a hundredth of the rows were left, and choose
 * its plans by that. SECURITY: without a scope the first setting is no number, and that is an error.
 */
function ofScope({ account, site, siteOptional }: Exclude<Tenancy, string>): string {
  if (!site) return `${ofAccount(account)} AND (SELECT current_setting('app.site_id') = '')`;
  const column = siteOptional ? `coalesce(${columnOf(site)}, 0)` : columnOf(site);
  const setting = "(SELECT nullif(current_setting('app.site_id'), '')::bigint)";
  return `${ofAccount(account)} AND coalesce((${column} <> ${setting})::int, 0) <> 1`;
}

/**
 * What lets a user in is made and changed in the scope of their site alone. SECURITY: the system, which reaches every account, plants no
 * session and no passkey; it sweeps them.
 */
const MADE_IN_SCOPE: ReadonlySet<Prisma.ModelName> = new Set([
  "MailToken",
  "Session",
  "RecoveryCode",
  "SecondFactorStep",
  "TrustedBrowser",
  "EmailChange",
  "EmailCode",
  "Passkey",
  "LinkedAccount",
  "AuthorizationRequest",
]);

function systemRights(model: Prisma.ModelName): string {
  if (model === "AuditEvent") return "SELECT, INSERT";
  return MADE_IN_SCOPE.has(model) ? "SELECT, DELETE" : EVERYTHING;
}

const quoted = pg.escapeIdentifier;

/** True of a table `c` of ours, or of the queue. */
const OURS = `(c.relkind = 'r' AND (c.relnamespace = 'graphile_worker'::regnamespace OR c.relnamespace = 'public'::regnamespace
   AND c.relname IN ('signin_migrations', ${(Object.keys(TENANCY) as Prisma.ModelName[]).map((model) => `'${tableOf(model)}'`).join(", ")})))`;

/** The statements that leave a table without a policy with these policies and rights, whatever it had. */
function forTable(model: Prisma.ModelName, { scoped, system }: RoleNames): string[] {
  const table = `public.${tableOf(model)}`;
  const right = rightOf(model);
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    ...(right ? [`CREATE POLICY in_scope ON ${table} TO ${quoted(scoped)} USING (${right.rows})`] : []),
    `CREATE POLICY in_system ON ${table} TO ${quoted(system)} USING (true)`,
    `REVOKE ALL ON ${table} FROM PUBLIC, ${quoted(scoped)}, ${quoted(system)}`,
    ...(right ? [`GRANT ${right.rights} ON ${table} TO ${quoted(scoped)}`] : []),
    `GRANT ${systemRights(model)} ON ${table} TO ${quoted(system)}`,
  ];
}

/** True of a role `r` that is one of two, or everybody. */
const isUs = (scoped: string, system: string) => `(r.oid = 0 OR pg_get_userbyid(r.oid) IN (${scoped}, ${system}))`;

/** True of a policy `p` for one of them. One for a role of the administrator's own is theirs. */
const isForUs = (scoped: string, system: string) => `EXISTS (SELECT FROM unnest(p.polroles) AS r(oid) WHERE ${isUs(scoped, system)})`;

/** What a policy of somebody else's would open stays open beside ours, so ours are all that there are. */
const dropPolicies = ({ scoped, system }: RoleNames) =>
  `DO $do$ DECLARE had record; BEGIN
     FOR had IN SELECT p.polname AS name, p.polrelid::regclass AS place FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
       WHERE ${OURS} AND ${isForUs(pg.escapeLiteral(scoped), pg.escapeLiteral(system))} LOOP
       EXECUTE format('DROP POLICY %I ON %s', had.name, had.place);
     END LOOP; END $do$`;

/** Functions that run as their owner, and whose they are to call. */
const CALLS: Readonly<Record<string, Role>> = {
  "add_job_in_scope(text, json, text, integer, integer, bigint)": "scoped",
  "drop_jobs_in_scope(text, text)": "scoped",
  "forget_in_scope(bigint)": "scoped",
  "forget_in_audit(bigint, bigint)": "system",
  "drop_old_audit_events(integer, integer)": "system",
};

function accessSql(names: RoleNames): string {
  const { scoped, system } = { scoped: quoted(names.scoped), system: quoted(names.system) };
  return [
    dropPolicies(names),
    ...(Object.keys(TENANCY) as Prisma.ModelName[]).flatMap((model) => forTable(model, names)),
    ...Object.entries(CALLS).flatMap(([call, role]) => [
      `REVOKE ALL ON FUNCTION public.${call} FROM PUBLIC, ${scoped}, ${system}`,
      `GRANT EXECUTE ON FUNCTION public.${call} TO ${quoted(names[role])}`,
    ]),
    // SECURITY: what somebody else makes there could be taken for ours. A cluster of before PostgreSQL 15 lets everybody.
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    `GRANT USAGE ON SCHEMA public TO ${scoped}, ${system}`,
    `GRANT SELECT ON public.signin_migrations TO ${system}`,
    `DO $do$ DECLARE queue regclass; BEGIN
       FOR queue IN SELECT oid FROM pg_class WHERE relnamespace = 'graphile_worker'::regnamespace AND relkind = 'r' AND relrowsecurity LOOP
         EXECUTE format('CREATE POLICY in_system ON %s TO %I USING (true)', queue, ${pg.escapeLiteral(names.system)});
       END LOOP; END $do$`,
    `REVOKE ALL ON SCHEMA graphile_worker FROM PUBLIC, ${scoped}, ${system}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA graphile_worker FROM PUBLIC, ${scoped}, ${system}`,
    `GRANT USAGE ON SCHEMA graphile_worker TO ${system}`,
    `GRANT ${EVERYTHING} ON ALL TABLES IN SCHEMA graphile_worker TO ${system}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${system}`,
  ].join(";\n");
}

/**
 * Gives both roles what they may do in a database that has every migration. Where nothing is new, and nothing was changed since, nothing
 * is done.
 *
 * @throws ConfigurationError that says what an administrator has to do, when there are no roles and the user may make none
 */
export async function grantAccess(databaseUrl: string): Promise<void> {
  await connected(databaseUrl, async (client) => {
    const names = rolesOf(databaseUrl);
    await haveRoles(client, names);
    const sql = accessSql(names);
    const { isNew, isChanged } = await compare(client, names, sql);
    if (isChanged && !isNew) log.warn("policies or rights of tables were changed by hand: they are given anew");
    if (isNew || isChanged) await withRetry("the policies of the tables", () => grant(client, names, sql));
    await requireEveryRow(client);
  });
}

/**
 * Makes sure that policies and rights still are what they were when they were given.
 *
 * @throws ConfigurationError when somebody has changed them since
 */
export async function checkAccess(databaseUrl: string): Promise<void> {
  await connected(databaseUrl, async (client) => {
    if ((await compare(client, rolesOf(databaseUrl), "")).isChanged) {
      throw new ConfigurationError("The policies or rights of the tables are not those that were given: the next start gives them anew");
    }
    await requireEveryRow(client);
  });
}

async function connected(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** What the database says of a table: its policies, and what our roles, `$1` and `$2`, and everybody may do with it and its columns. */
const ACCESS_OF_TABLE = `concat_ws(' ', c.relnamespace::regnamespace, c.relname, c.relrowsecurity, c.relforcerowsecurity,
   (SELECT string_agg(concat_ws(' ', p.polname, p.polpermissive, p.polcmd, p.polroles, pg_get_expr(p.polqual, p.polrelid),
     pg_get_expr(p.polwithcheck, p.polrelid)), ' ' ORDER BY p.polname) FROM pg_policy p WHERE p.polrelid = c.oid AND ${isForUs("$1", "$2")}),
   (SELECT string_agg(concat_ws(' ', a.attname, r.oid, r.may), ' ' ORDER BY a.attname, r.oid, r.may)
     FROM (SELECT NULL AS attname, c.relacl AS acl UNION ALL SELECT attname, attacl FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL) a,
       aclexplode(a.acl) AS r(grantor, oid, may, grantable) WHERE ${isUs("$1", "$2")}))`;

/** Who of them may call what runs as its owner. */
const CALLERS = `SELECT string_agg(concat_ws(' ', f.proname, r.oid), ' ' ORDER BY f.proname, r.oid)
   FROM pg_proc f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) AS r(grantor, oid, may, grantable)
   WHERE f.pronamespace = 'public'::regnamespace AND f.prosecdef AND ${isUs("$1", "$2")}`;

/**
 * What was given last is kept as a comment on a table of ours: a hash of what was said, to whom, and to which tables, and one of what the
 * database then said of them.
 */
async function read(client: pg.Client, { scoped, system }: RoleNames, sql: string) {
  const { rows } = await client.query<{ kept: string | null; to: string; found: string }>(
    `SELECT obj_description('public.signin_migrations'::regclass, 'pg_class') AS kept,
       concat_ws(' ', (SELECT string_agg(oid::text, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname IN ($1, $2)),
         (SELECT max(id) FROM graphile_worker.migrations), (SELECT string_agg(name, ' ' ORDER BY name) FROM public.signin_migrations)) AS to,
       concat((SELECT string_agg(${ACCESS_OF_TABLE}, E'\\n' ORDER BY c.relnamespace::regnamespace::text, c.relname) FROM pg_class c WHERE ${OURS}),
         (${CALLERS})) AS found`,
    [scoped, system],
  );
  const [{ kept = null, to = "", found = "" } = {}] = rows;
  const [keptWanted, keptFound] = kept?.split(" ") ?? [];
  return { keptWanted, keptFound, wanted: hash(`${to}\n${sql}`), found: hash(found) };
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** Whether something else is to be given than was last, and whether what was given was changed since. */
async function compare(client: pg.Client, names: RoleNames, sql: string): Promise<{ isNew: boolean; isChanged: boolean }> {
  const { keptWanted, keptFound, wanted, found } = await read(client, names, sql);
  return { isNew: keptWanted !== wanted, isChanged: keptFound !== found };
}

/** A fixed number of our own: whoever changes policies holds it. */
const ADVISORY_LOCK = "7308332045274284";

async function grant(client: pg.Client, names: RoleNames, sql: string): Promise<void> {
  await client.query("BEGIN; SET LOCAL lock_timeout = '2s'");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
    const { isNew, isChanged } = await compare(client, names, sql);
    if (isNew || isChanged) {
      await client.query(sql);
      const { wanted, found } = await read(client, names, sql);
      await client.query(`COMMENT ON TABLE public.signin_migrations IS '${wanted} ${found}'`);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/**
 * Makes sure that what the product works as is held to the policies: sessions get their roles, and neither owns anything, passes
 * policies, or may become somebody else; and nobody gets to be one of them but through the product's own user.
 *
 * @throws ConfigurationError that says which of them may do what
 */
export async function checkRoles(databaseUrl: string): Promise<void> {
  await Promise.all([checkRole(databaseUrl, "scoped"), checkRole(databaseUrl, "system")]);
}

async function checkRole(databaseUrl: string, role: Role): Promise<void> {
  await connected(asRole(databaseUrl, role), async (client) => {
    const { rows } = await client.query<{ name: string; powers: string[] }>(
      `SELECT r.rolname::text AS name, ARRAY(
         SELECT power FROM (VALUES (r.rolsuper, 'is a superuser'), (r.rolbypassrls, 'passes policies'), (r.rolcreaterole, 'makes roles'),
           (r.rolreplication, 'replicates'), (r.rolcanlogin, 'logs in')) AS has(it, power) WHERE it
         UNION ALL SELECT 'is a member of ' || m.rolname FROM pg_roles m WHERE m.oid <> r.oid AND NOT r.rolsuper AND pg_has_role(r.oid, m.oid, 'MEMBER')
         UNION ALL SELECT 'owns something' WHERE EXISTS (SELECT FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid
           AND d.deptype = 'o' AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))) AS powers
       FROM pg_roles r WHERE r.rolname = current_user`,
    );
    const [given] = rows;
    const wanted = rolesOf(databaseUrl)[role];
    if (given?.name !== wanted) {
      throw new ConfigurationError(
        `DATABASE_URL: sessions work as ${given?.name} and not as ${wanted}: something on the way ignores \`options\``,
      );
    }
    if (given.powers.length > 0) {
      throw new ConfigurationError(
        `DATABASE_URL: ${wanted} ${given.powers.join(", ")}: it has to be a role that owns nothing, is no member of any, and may do nothing of that`,
      );
    }
  });
}
