/**
 * A place in a sorted list: behind the row with this sort key and id. A time is written in microseconds.
 *
 * PostgreSQL keeps microseconds and a JavaScript Date does not: a place made of a Date would skip rows.
 */
export type Position = { readonly key: string; readonly id: bigint };

/** The way a list is sorted: by a column, then by id. */
export type Order = { readonly column: "created_at" | "email_canonical"; readonly descending: boolean };

export const NEWEST_FIRST: Order = { column: "created_at", descending: true };

/** The columns that make the place of a row; `alias` names its table. */
export const positionColumns = (alias: string, { column } = NEWEST_FIRST) =>
  `${column === "created_at" ? `(extract(epoch FROM ${alias}.created_at) * 1000000)::bigint::text` : `${alias}.${column}`} AS position_key,
   ${alias}.id AS position_id`;

export const orderBy = (alias: string, { column, descending } = NEWEST_FIRST) =>
  descending ? `${alias}.${column} DESC, ${alias}.id DESC` : `${alias}.${column}, ${alias}.id`;

/** The condition that a row lies behind a place, given as two parameters that may be null: `["$3", "$4"]` for key and id. */
export const behind = (alias: string, [key, id]: readonly [string, string], { column, descending } = NEWEST_FIRST) => {
  const value = column === "created_at" ? `timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond'` : `${key}::text`;
  return `(${id}::bigint IS NULL OR (${alias}.${column}, ${alias}.id) ${descending ? "<" : ">"} (${value}, ${id}::bigint))`;
};

/** What a statement reads with `positionColumns`. */
export type Placed<Row> = Omit<Row, "position"> & { position_key: string; position_id: bigint };

/** Moves the two columns of a row into its `position`. */
export function withPosition<Row extends object>({
  position_key,
  position_id,
  ...row
}: Row & { position_key: string; position_id: bigint }) {
  return { ...row, position: { key: position_key, id: position_id } };
}
