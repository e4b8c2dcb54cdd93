import type pg from "pg";
import { ConfigurationError } from "@/lib/kernel/env";

/**
 * Makes sure that no policy hides a row of ours from the user of a connection. Where one does, what is read is short and what is written
 * is not, and PostgreSQL says nothing.
 *
 * @throws ConfigurationError that names the tables
 */
export async function requireEveryRow(client: pg.ClientBase): Promise<void> {
  const mine = "EXISTS (SELECT FROM unnest(p.polroles) AS r(oid) WHERE CASE r.oid WHEN 0 THEN true ELSE pg_has_role(r.oid, 'USAGE') END)";
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE')
       AND row_security_active(c.oid) AND (
       NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*'
         AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND p.polwithcheck IS NULL AND ${mine})
       OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND ${mine}))
     ORDER BY 1`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(", ");
  throw new ConfigurationError(
    `DATABASE_URL: policies hide rows of ${names} from the user, so nothing was done. Start the version that last ran on this database: it gives the rights anew.`,
  );
}
