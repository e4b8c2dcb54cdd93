/**
 * A place in a list that is sorted by creation, newest first: behind the row with this time, in microseconds, and id.
 *
 * PostgreSQL keeps microseconds and a JavaScript Date does not: a place made of a Date would skip rows.
 */
export type Position = { readonly micros: bigint; readonly id: bigint };

/** The columns that make the place of a row; `alias` names its table. */
export const positionColumns = (alias: string) =>
  `(extract(epoch FROM ${alias}.created_at) * 1000000)::bigint AS position_micros, ${alias}.id AS position_id`;

/** The condition that a row lies behind a place, given as two parameters that may be null: `behind("u", 3)` uses $3 and $4. */
export const behind = (alias: string, first: number) =>
  `($${first}::bigint IS NULL OR (${alias}.created_at, ${alias}.id) < (timestamptz 'epoch' + $${first} * interval '1 microsecond', $${first + 1}::bigint))`;

/** Moves the two columns of a row into its `position`. */
export function withPosition<Row extends object>({
  position_micros,
  position_id,
  ...row
}: Row & { position_micros: bigint; position_id: bigint }) {
  return { ...row, position: { micros: position_micros, id: position_id } };
}
