import pg from "pg";
import { ConfigurationError } from "@/lib/kernel/env";

/**
 * What the product is to the database: `scoped` reaches the rows of the account and site that are told with each statement,
 * `system` those of every account. Neither owns anything, and neither can pass the policies of a table.
 */
export type Role = "scoped" | "system";

/** What they are called, and whose tables they are. */
export type RoleNames = Readonly<Record<Role | "owner", string>>;

/**
 * The roles of the user of an address: named after that user, because roles are known to a whole cluster and another
 * installation in it has another user.
 *
 * @throws ConfigurationError when their names would be too long
 */
export function rolesOf(databaseUrl: string): RoleNames {
  const { user: owner = "" } = new pg.Client({ connectionString: databaseUrl });
  const names = { owner, scoped: `${owner}_scoped`, system: `${owner}_system` };
  if (Buffer.byteLength(names.scoped) > MOST_BYTES) {
    throw new ConfigurationError(
      `DATABASE_URL: the user's name is too long: PostgreSQL would cut off those of its roles, like ${names.scoped}`,
    );
  }
  return names;
}

/** PostgreSQL cuts off what is longer. */
const MOST_BYTES = 63;

/** The same address for a session that has a role from its beginning, and writes dates as we read them, whatever the database is set to. */
export function asRole(databaseUrl: string, role: Role): string {
  const address = new URL(databaseUrl);
  const name = rolesOf(databaseUrl)[role].replace(/[\\\s]/g, "\\$&");
  address.searchParams.set("options", `${address.searchParams.get("options") ?? ""} -c role=${name} -c datestyle=ISO`.trim());
  return address.href;
}

/**
 * Sees to it that the roles exist and that the user may take them. What that of the system may, the user may without taking it: so
 * migrations, functions of the owner, and an older version of the product that runs on beside this one pass the policies.
 *
 * @throws ConfigurationError that says what an administrator has to do, when the user may not make them
 */
export async function haveRoles(client: pg.Client, names: RoleNames): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const lacking = await lackingRoles(client, names);
    if (lacking.length === 0) return;
    if (attempt > TRIES)
      throw new ConfigurationError(`DATABASE_URL: the user has not the rights of its roles even after: ${lacking.join("; ")};`);
    try {
      for (const statement of lacking) await client.query(statement);
    } catch (error) {
      const { code = "" } = error as { code?: string };
      if (code === "42501") {
        throw new ConfigurationError(
          `DATABASE_URL: the user may not make the roles that the product works as. An administrator has to, once: ${lacking.join("; ")};`,
          {
            cause: error,
          },
        );
      }
      // Roles are the whole cluster's: somebody beside us, in another database, has made them, or has just changed them.
      if (!["42710", "23505", "XX000"].includes(code) || attempt === TRIES) throw error;
    }
  }
}

const TRIES = 5;

/** What has to be said so that they are there. */
async function lackingRoles(client: pg.Client, { owner, scoped, system }: RoleNames): Promise<string[]> {
  const { rows } = await client.query<{ name: string; there: boolean; held: boolean; version: number }>(
    `SELECT name, r.oid IS NOT NULL AS there, v.version,
       CASE WHEN r.oid IS NULL THEN false
         ELSE pg_has_role($1, r.oid, CASE WHEN v.version < 160000 THEN 'MEMBER' ELSE 'SET' END)
           AND (name <> $3 OR pg_has_role($1, r.oid, 'USAGE')) END AS held
     FROM unnest(ARRAY[$2, $3]) AS name LEFT JOIN pg_roles r ON r.rolname = name,
       (SELECT current_setting('server_version_num')::int AS version) v`,
    [owner, scoped, system],
  );
  return rows.flatMap(({ name, there, held, version }) => {
    const how = version < 160000 ? "" : ` WITH SET TRUE, INHERIT ${name === system ? "TRUE" : "FALSE"}`;
    return [
      ...(there ? [] : [`CREATE ROLE ${pg.escapeIdentifier(name)} NOLOGIN`]),
      ...(held ? [] : [`GRANT ${pg.escapeIdentifier(name)} TO ${pg.escapeIdentifier(owner)}${how}`]),
    ];
  });
}
