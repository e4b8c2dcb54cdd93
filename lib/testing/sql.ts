import { createHash } from "node:crypto";
import { query } from "@/lib/db/query";

/** Runs a statement on the test's database, past every scope: tests look at rows and turn the clock by moving times. */
export function sql<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  return query<Row>(`test-${createHash("sha1").update(text).digest("hex")}`, text, values);
}
