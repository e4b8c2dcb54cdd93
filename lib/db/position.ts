/**
 * A place in a sorted list: behind the row with this sort key and id. A time is written in microseconds.
 *
 * PostgreSQL keeps microseconds and a JavaScript Date does not: a place made of a Date would skip rows.
 */
export type Position = { readonly key: string; readonly id: bigint };

/** Where in a list to begin: behind a place, so many rows further on. */
export type Beginning = { readonly after: Position | null; readonly skip: number };

/** The way a list is sorted; rows of one time or address by their id. */
export type Order = { readonly by: "created" | "email"; readonly descending: boolean };

export const NEWEST_FIRST: Order = { by: "created", descending: true };

const COLUMN = { created: "created_at", email: "email_canonical" };

/** The columns that make the place of a row; `alias` names its table. */
export const positionColumns = (alias: string, { by } = NEWEST_FIRST) =>
  `${by === "created" ? `(extract(epoch FROM ${alias}.created_at) * 1000000)::bigint::text` : `${alias}.${COLUMN[by]}`} AS position_key,
   ${alias}.id AS position_id`;

export const orderBy = (alias: string, { by, descending } = NEWEST_FIRST) => {
  const way = descending ? "DESC" : "ASC";
  return `${alias}.${COLUMN[by]} ${way}, ${alias}.id ${way}`;
};

/** The condition that a row lies behind a place, given as two parameters that may be null: `["$3", "$4"]` for key and id. */
export const behind = (alias: string, [key, id]: readonly [string, string], { by, descending } = NEWEST_FIRST) => {
  const value = by === "created" ? `timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond'` : `${key}::text`;
  return `(${id}::bigint IS NULL OR (${alias}.${COLUMN[by]}, ${alias}.id) ${descending ? "<" : ">"} (${value}, ${id}::bigint))`;
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
