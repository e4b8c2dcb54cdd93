import { query } from "./query";

/**
 * The statements behind the rotation of the sealing keys.
 *
 * SECURITY: they read sealed values of every account, for whoever runs the installation; nothing that answers a request may
 * import them.
 */

/** A column of sealed values, and what names a row of its table. */
export type SealedPlace = {
  readonly table: string;
  readonly column: string;
  readonly key: Readonly<Record<string, "bigint" | "integer" | "text" | "bytea">>;
  /** What else the row has of the value, as SQL for `SET`; `v.old` and `v.fresh` are the values. */
  readonly alongside?: string;
};

/** A sealed value, with its row's key as text. */
export type SealedValue = { readonly key: readonly string[]; readonly sealed: Uint8Array };

/** The id of the key that sealed a value, which stands before it. */
const KEY_ID = (column: string) => `convert_from(substring(${column} FROM 2 FOR get_byte(${column}, 0)), 'UTF8')`;

/** Some values that another key than this one sealed, in the order of their keys, behind a given row. */
export async function sealedOtherwise(
  { table, column, key }: SealedPlace,
  keyId: string,
  after: readonly string[] | null,
  most: number,
): Promise<SealedValue[]> {
  const names = Object.keys(key);
  const behind = Object.values(key).map((type, at) => `$${at + 3}::text::${type}`);
  return query<SealedValue>(
    "system",
    `sealed-otherwise-${table}-${column}-${after ? "on" : "first"}`,
    `SELECT ARRAY[${names.map((name) => `${name}::text`).join(", ")}] AS key, ${column} AS sealed FROM ${table}
     WHERE ${column} IS NOT NULL AND ${KEY_ID(column)} <> $1 ${after ? `AND (${names.join(", ")}) > (${behind.join(", ")})` : ""}
     ORDER BY ${names.join(", ")} LIMIT $2`,
    [keyId, most, ...(after ?? [])],
  );
}

/** Replaces values that are still what they were. A value that was changed meanwhile stays: whoever changed it has sealed it anew. */
export async function replaceSealed(
  { table, column, key, alongside }: SealedPlace,
  values: readonly (SealedValue & { readonly fresh: Uint8Array })[],
): Promise<number> {
  const names = Object.keys(key);
  const rows = await query(
    "system",
    `replace-sealed-${table}-${column}`,
    `UPDATE ${table} t SET ${column} = v.fresh ${alongside ? `, ${alongside}` : ""}
     FROM unnest($1::bytea[], $2::bytea[], ${names.map((_, at) => `$${at + 3}::text[]`).join(", ")}) AS v(old, fresh, ${names.map((_, at) => `k${at}`).join(", ")})
     WHERE ${Object.entries(key)
       .map(([name, type], at) => `t.${name} = v.k${at}::${type}`)
       .join(" AND ")} AND t.${column} = v.old
     RETURNING 1`,
    [values.map(({ sealed }) => sealed), values.map(({ fresh }) => fresh), ...names.map((_, at) => values.map(({ key: own }) => own[at]))],
  );
  return rows.length;
}

/** How many values of a column each key has sealed. */
export async function countSealed({ table, column }: SealedPlace): Promise<{ id: string; count: number }[]> {
  return query(
    "system",
    `count-sealed-${table}-${column}`,
    `SELECT ${KEY_ID(column)} AS id, count(*)::int AS count FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [],
  );
}

/** How many sessions that can go on, and recovery codes that can be used, there are: each was made with a key of the ring and does not say which. */
export async function countMadeByUnknownKeys(): Promise<{ sessions: number; codes: number }> {
  const [row] = await query<{ sessions: number; codes: number }>(
    "system",
    "count-made-by-unknown-keys",
    `SELECT (SELECT count(*)::int FROM sessions WHERE ended_at IS NULL AND expires_at > now() AND refresh_hash IS NOT NULL) AS sessions,
       ((SELECT count(*) FROM recovery_codes WHERE used_at IS NULL) + (SELECT count(*) FROM operator_recovery_codes WHERE used_at IS NULL))::int AS codes`,
    [],
  );
  return row as { sessions: number; codes: number };
}

/** Some value of a column, the newest by its key; null when there is none. */
export async function anySealed({ table, column, key }: SealedPlace): Promise<SealedValue | null> {
  const names = Object.keys(key);
  const [row] = await query<SealedValue>(
    "system",
    `any-sealed-${table}-${column}`,
    `SELECT ARRAY[${names.map((name) => `${name}::text`).join(", ")}] AS key, ${column} AS sealed FROM ${table}
     WHERE ${column} IS NOT NULL ORDER BY ${names.map((name) => `${name} DESC`).join(", ")} LIMIT 1`,
    [],
  );
  return row ?? null;
}

/** The slugs of all sites that have a key for access tokens. */
export async function slugsWithSigningKeys(): Promise<string[]> {
  const rows = await query<{ slug: string }>(
    "system",
    "slugs-with-signing-keys",
    `SELECT slug FROM sites s WHERE deleted_at IS NULL
       AND EXISTS (SELECT 1 FROM signing_keys k WHERE k.account_id = s.account_id AND k.site_id = s.id) ORDER BY slug`,
    [],
  );
  return rows.map(({ slug }) => slug);
}
