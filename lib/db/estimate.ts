import { queryPlanned, type Whose } from "./query";

/** How many rows there are: exactly, or about so many. */
export type Total = { readonly count: number; readonly exact: boolean };

/** Up to how many rows are counted; beyond, they are estimated. */
const COUNTED = 5_000;

/**
 * How many rows a statement answers with: counted up to a limit, beyond it as PostgreSQL's planner guesses from its statistics,
 * and never less than were counted.
 *
 * @param text a SELECT without ORDER BY or LIMIT
 * @param order the one in which its rows lie beside each other on disk, as those of one time do
 */
export async function countOrEstimate(whose: Whose, text: string, order: string, values: unknown[]): Promise<Total> {
  const count = await countUpTo(whose, `${text} ORDER BY ${order}`, values, COUNTED);
  return count > COUNTED ? { count: Math.max(count, await plannedRows(text, values)), exact: false } : { count, exact: true };
}

/** How many rows a statement answers with, or one more than the limit. */
export async function countUpTo(whose: Whose, text: string, values: unknown[], limit: number): Promise<number> {
  const counting = `SELECT count(*)::int AS count FROM (${text} LIMIT ${limit + 1}) counted`;
  const [row] = await queryPlanned<{ count: number }>(whose, counting, values);
  return row?.count ?? 0;
}

/**
 * How many rows a statement would answer with, as the planner guesses, without running it.
 *
 * As the system: to a policy the planner does not know how many rows it lets through. SECURITY: nothing is read but statistics.
 */
export async function plannedRows(text: string, values: unknown[]): Promise<number> {
  const [row] = await queryPlanned<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    "system",
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  return row?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}
