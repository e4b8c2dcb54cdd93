import { connections } from "./client";

/**
 * How many rows a statement would answer with, as PostgreSQL's planner guesses from its statistics, without running it.
 *
 * SECURITY: nothing adds a scope here; the statement names its account itself.
 */
export async function estimateRows(text: string, values: unknown[]): Promise<number> {
  const { rows } = await connections().pool.query<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  return rows[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}
