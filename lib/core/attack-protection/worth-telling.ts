import type { Budget, Counted } from "@/lib/db/attempts";
import { sameBytes } from "@/lib/kernel/secrets";

/**
 * What the audit log is told of a failure that was counted: `failed`, and `closed` as well where it closed a budget.
 *
 * SECURITY: nothing once a budget has closed, and its closing once, so whoever hammers fills no table: those who come second count beyond
 * the limit, however many come at once.
 */
export function worthTelling(counted: readonly Counted[], budgets: readonly Pick<Budget, "key" | "limit">[]): ("failed" | "closed")[] {
  const past = counted.map(({ key, count }) => count - (budgets.find((budget) => sameBytes(budget.key, key))?.limit ?? 0));
  if (past.some((over) => over > 0)) return [];
  return past.includes(0) ? ["failed", "closed"] : ["failed"];
}
