import { createHash } from "node:crypto";
import pg from "pg";
import { ConfigurationError } from "@/lib/kernel/env";
import { withRetry } from "@/prisma/migrate";
import { TALLY_KEYS } from "./failure-tally";
import type { Prisma } from "./generated/client";
import { asRole, haveRoles, type Role, type RoleNames, rolesOf } from "./roles";
import { TENANCY, type Tenancy } from "./tenancy";

/**
 * Who may do what in the database: roles, the policies of each table, and rights.
 *
 * `TENANCY` says whose the rows of a model are; what stands here is made of it, so that neither can be changed without the other.
 */

/** The table of a model: in the plural, and in snake case. */
export function tableOf(model: string): string {
  const name = model.replace(/(?<=[a-z])[A-Z]/g, "_$&").toLowerCase();
  return name.replace(/(?<=[^aeiou])y$/, "ie").concat("s");
}

const columnOf = (field: string) => field.replace(/[A-Z]/g, "_$&").toLowerCase();

/** What a scope may do with a table, and with which of its rows. */
type Right = { readonly rights: string; readonly rows: string };

const EVERYTHING = "SELECT, INSERT, UPDATE, DELETE";

/** Where a scope may do more, or less, than with its own rows whatever it likes. */
const EXCEPTIONS: Partial<Record<Prisma.ModelName, Right>> = {
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

/**
 * The condition that a row is the scope's.
 *
 * Each setting is read once for a statement, and where that compares the account too, as all of ours do, it is compared with that one once, and not with
 * each row. The site is compared in a way that the planner takes for true: it would think a hundredth of the rows were left, and choose
 * its plans by that. SECURITY: without a scope the first setting is no number, and that is an error.
 */
function ofScope({ account, site, siteOptional }: Exclude<Tenancy, string>): string {
  const ofAccount = `${columnOf(account)} = (SELECT current_setting('app.account_id')::bigint)`;
  if (!site) return ofAccount;
  const column = siteOptional ? `coalesce(${columnOf(site)}, 0)` : columnOf(site);
  const setting = "(SELECT nullif(current_setting('app.site_id'), '')::bigint)";
  return `${ofAccount} AND coalesce((${column} <> ${setting})::int, 0) <> 1`;
}

const quoted = pg.escapeIdentifier;

/** The statements that leave a table with these policies and rights, whatever it had. */
function forTable(model: Prisma.ModelName, { scoped, system }: RoleNames): string[] {
  const table = `public.${tableOf(model)}`;
  const right = rightOf(model);
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `DROP POLICY IF EXISTS in_scope ON ${table}`,
    `DROP POLICY IF EXISTS in_system ON ${table}`,
    ...(right ? [`CREATE POLICY in_scope ON ${table} TO ${quoted(scoped)} USING (${right.rows})`] : []),
    `CREATE POLICY in_system ON ${table} TO ${quoted(system)} USING (true)`,
    `REVOKE ALL ON ${table} FROM PUBLIC, ${quoted(scoped)}, ${quoted(system)}`,
    ...(right ? [`GRANT ${right.rights} ON ${table} TO ${quoted(scoped)}`] : []),
    `GRANT ${model === "AuditEvent" ? "SELECT, INSERT" : EVERYTHING} ON ${table} TO ${quoted(system)}`,
  ];
}

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
    ...(Object.keys(TENANCY) as Prisma.ModelName[]).flatMap((model) => forTable(model, names)),
    ...Object.entries(CALLS).flatMap(([call, role]) => [
      `REVOKE ALL ON FUNCTION public.${call} FROM PUBLIC, ${scoped}, ${system}`,
      `GRANT EXECUTE ON FUNCTION public.${call} TO ${quoted(names[role])}`,
    ]),
    `GRANT USAGE ON SCHEMA public TO ${scoped}, ${system}`,
    `GRANT SELECT ON public.signin_migrations TO ${system}`,
    `DO $do$ DECLARE queue regclass; BEGIN
       FOR queue IN SELECT oid FROM pg_class WHERE relnamespace = 'graphile_worker'::regnamespace AND relkind = 'r' AND relrowsecurity LOOP
         EXECUTE format('DROP POLICY IF EXISTS in_system ON %s', queue);
         EXECUTE format('CREATE POLICY in_system ON %s TO %I USING (true)', queue, ${pg.escapeLiteral(names.system)});
       END LOOP; END $do$`,
    `GRANT USAGE ON SCHEMA graphile_worker TO ${system}`,
    `GRANT ${EVERYTHING} ON ALL TABLES IN SCHEMA graphile_worker TO ${system}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${system}`,
  ].join(";\n");
}

/**
 * Gives both roles what they may do in a database that has every migration. Where nothing is new, nothing is done.
 *
 * @throws ConfigurationError that says what an administrator has to do, when there are no roles and the user may make none
 */
export async function grantAccess(databaseUrl: string): Promise<void> {
  const names = rolesOf(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await haveRoles(client, names);
    const sql = accessSql(names);
    if (await isGranted(client, names, sql)) return;
    await withRetry("the policies of the tables", () => grant(client, names, sql));
  } finally {
    await client.end();
  }
}

/** What was granted last is written on a table of ours: the statements, to whom, and for which version of the queue's tables. */
async function granted(client: pg.Client, { scoped, system }: RoleNames, sql: string): Promise<{ kept: string | null; wanted: string }> {
  const { rows } = await client.query<{ kept: string | null; to: string }>(
    `SELECT obj_description('public.signin_migrations'::regclass, 'pg_class') AS kept,
       (SELECT string_agg(oid::text, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname IN ($1, $2))
         || (SELECT ' ' || max(id) FROM graphile_worker.migrations) AS to`,
    [scoped, system],
  );
  return { kept: rows[0]?.kept ?? null, wanted: createHash("sha256").update(`${rows[0]?.to}\n${sql}`).digest("hex") };
}

async function isGranted(client: pg.Client, names: RoleNames, sql: string): Promise<boolean> {
  const { kept, wanted } = await granted(client, names, sql);
  return kept === wanted;
}

/** A fixed number of our own: whoever changes policies holds it. */
const ADVISORY_LOCK = "7308332045274284";

async function grant(client: pg.Client, names: RoleNames, sql: string): Promise<void> {
  await client.query("BEGIN; SET LOCAL lock_timeout = '2s'");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [ADVISORY_LOCK]);
    const { kept, wanted } = await granted(client, names, sql);
    if (kept !== wanted) await client.query(`${sql}; COMMENT ON TABLE public.signin_migrations IS '${wanted}'`);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/**
 * Makes sure that what the product works as is held to the policies: sessions get their roles, and neither owns a table, passes
 * policies, or may become somebody who does.
 *
 * @throws ConfigurationError that says which of them may do what
 */
export async function checkRoles(databaseUrl: string): Promise<void> {
  await Promise.all([checkRole(databaseUrl, "scoped"), checkRole(databaseUrl, "system")]);
}

async function checkRole(databaseUrl: string, role: Role): Promise<void> {
  const client = new pg.Client({ connectionString: asRole(databaseUrl, role) });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; powers: string[] }>(
      `SELECT current_user::text AS name, ARRAY(
         SELECT p.rolname::text FROM pg_roles p WHERE pg_has_role(current_user, p.oid, 'MEMBER') AND (p.rolsuper OR p.rolbypassrls OR p.rolcreaterole
           OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = p.oid AND c.relkind IN ('r', 'p') AND c.relnamespace IN (
             SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'graphile_worker'))))) AS powers`,
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
        `DATABASE_URL: ${wanted} must own no table, pass no policy and make no role, and be no member of who does (${given.powers.join(", ")})`,
      );
    }
  } finally {
    await client.end();
  }
}
