import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import { MAX_GUESSES_A_DAY } from "./mail-secret";

/**
 * Takes one guess from the day's budget that all codes to an address share, whatever they are for and whichever wire they are
 * shown on. Another code does not fill it up again. A mail's link needs none.
 *
 * SECURITY: before anything is compared, and for an address that nobody has as well.
 *
 * @throws AppError `too_many_attempts`
 */
export async function takeGuess(site: SiteContext, emailCanonical: string): Promise<void> {
  if (await takeAttempt(site.scope, sha256(`code guess:${emailCanonical}`), MAX_GUESSES_A_DAY, 86_400)) return;
  throw new AppError("too_many_attempts", { retryAfterS: 3_600 });
}
