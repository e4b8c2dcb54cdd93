import { z } from "zod";
import { invalid } from "@/lib/kernel/errors";

const DAY_MS = 86_400_000;

const day = z.iso.date();

/**
 * When a token ends, from the words of a form or a command: "90d" is in so many days, "2027-01-31" is with the end of that day
 * in UTC, "never" is null.
 *
 * @throws AppError `invalid` for anything else
 */
export function tokenEnd(words: unknown): Date | null {
  if (words === "never") return null;
  const [, days] = (typeof words === "string" && /^(\d{1,5})d$/.exec(words)) || [];
  if (days !== undefined) return new Date(Date.now() + Number(days) * DAY_MS);
  const last = day.safeParse(words);
  if (!last.success) throw invalid("expiresAt", "Expires at must be a number of days, as 90d, or a day, as 2027-01-31");
  return new Date(Date.parse(last.data) + DAY_MS);
}
