import type { ClientBase } from "pg";

/** A table as it is copied: its columns in their order, without those that are computed. */
export type CopiedTable = { readonly name: string; readonly columns: readonly string[] };

/** Which migration was applied when; it has to be known before any row can be written, so it is told beside the rows. */
export const MIGRATIONS_TABLE = "signin_migrations";

/** Every table of ours, those that others point at first. */
export async function tablesInOrder(client: ClientBase): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable & { needs: string[] }>(
    `SELECT c.relname AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
       ARRAY(SELECT DISTINCT f.confrelid::regclass::text FROM pg_constraint f
         WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS needs
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> $1 ORDER BY c.relname`,
    [MIGRATIONS_TABLE],
  );
  const ordered: CopiedTable[] = [];
  let left = rows;
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const free = left.filter(({ needs }) => !needs.some((need) => names.has(need)));
    if (free.length === 0) throw new Error(`Tables point at each other: ${[...names].join(", ")}`);
    ordered.push(...free.map(({ name, columns }) => ({ name, columns })));
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}

/** The statement that copies a table, one way or the other. */
export const copyText = ({ name, columns }: CopiedTable, way: "TO STDOUT" | "FROM STDIN") =>
  `COPY public."${name}" (${columns.map((column) => `"${column}"`).join(", ")}) ${way}`;
