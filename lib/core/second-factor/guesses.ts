import { giveBackAttempts, takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import { recordEvent } from "../audit/record-event";

/** How many guesses at somebody's second factor are looked at, over all kinds of it, all sign-ins and all browsers. */
export const GUESS_BUDGETS = [
  { name: "soon", limit: 5, windowS: 900 },
  { name: "day", limit: 30, windowS: 86_400 },
] as const;

const keyOf = (name: string, siteUserId: bigint) => sha256(`second factor ${name}:${siteUserId}`);

/**
 * Takes a guess at a user's second factor, looks whether it was right, and gives it back if it was.
 *
 * SECURITY: taken before anything is compared, so that guesses at once are no more than guesses one by one. It is the user's, so
 * signing in anew does not fill it up.
 *
 * @throws AppError `too_many_attempts`; `code_unusable` when it was wrong
 */
export async function guess({ scope, db }: SiteContext, siteUserId: bigint, look: () => Promise<boolean>): Promise<void> {
  for (const { name, limit, windowS } of GUESS_BUDGETS) {
    const taken = await takeAttempt(scope, keyOf(name, siteUserId), limit, windowS);
    if (!taken) {
      // Once for each closing: whoever goes on guessing fills no table.
      if (await takeAttempt(scope, keyOf(`${name} told`, siteUserId), 1, windowS))
        await recordEvent(db, { type: "site_user.locked_out", outcome: "failure", siteUserId, data: { budget: `second_factor_${name}` } });
      throw new AppError("too_many_attempts", { retryAfterS: Math.min(windowS, 3_600) });
    }
  }
  if (!(await look())) {
    await recordEvent(db, { type: "second_factor.failed", outcome: "failure", siteUserId });
    throw new AppError("code_unusable");
  }
  await giveBackAttempts(
    scope,
    GUESS_BUDGETS.map(({ name }) => keyOf(name, siteUserId)),
  );
}
