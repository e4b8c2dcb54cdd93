import { countOperatorFailures, operatorWaitS } from "@/lib/db/operators";
import { env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import { worthTelling } from "../attack-protection/worth-telling";
import type { EventType } from "../audit/event-types";
import { knownSince, ofOperator } from "../sign-in/known-browser";

const WINDOW_S = 600;

/** Who tries to be an operator: their address, and what tells their browser from a stranger's. */
export type OperatorGuesser = {
  readonly ip: string;
  /** The notes that the browser keeps of who signed in there before. */
  readonly notes?: string | null;
  /** Whether it has a session of this very operator. */
  readonly signedIn?: boolean;
};

/** What the audit log is told of tries that failed. */
type FailureType = Extract<EventType, "operator.sign_in_failed" | "operator.locked_out">;

const TOLD = { failed: "operator.sign_in_failed", closed: "operator.locked_out" } as const;

/** The budget of one operator's credential, by the address that was typed. */
export const identifierKey = (what: string, identifier: string) => sha256(`operator ${what} identifier:${identifier}`);

/**
 * The guard around an operator's credentials: looks whether the budgets are open, checks, and counts a failure.
 *
 * SECURITY: budgets are keyed by what was typed and by the client's address, and looked at once more after what was right: guesses
 * at once are told no more than guesses one by one. Strangers who fail on purpose shut no operator out of a browser in which they
 * have signed in before, or are signed in: it has a budget of its own for when the others are closed.
 *
 * @param what names the budget: each kind of credential has its own
 * @param check answers null when the credential is wrong; must take as long for an unknown operator as for a known one
 * @param tell tells the audit log of a failure, as long as that is worth it: see `worthTelling`
 * @throws AppError `too_many_attempts`, `wrong_credentials`
 */
export async function guardedOperator<Right>(
  what: string,
  identifier: string,
  { ip, notes = null, signedIn = false }: OperatorGuesser,
  check: () => Promise<Right | null>,
  tell: (type: FailureType) => Promise<void> = async () => undefined,
): Promise<Right> {
  const { FAILURES_PER_IDENTIFIER: limit, FAILURES_PER_ADDRESS: ofAddress } = env();
  const shared = [
    { key: identifierKey(what, identifier), limit },
    { key: sha256(`operator ${what} address:${ip}`), limit: ofAddress },
  ];
  const since = signedIn ? "signed in" : knownSince(ofOperator(identifier), notes);
  const own = [{ key: sha256(`operator ${what} known browser:${since}:${identifier}`), limit }];
  const waitS = await operatorWaitS(shared);
  const budgets = waitS !== null && since !== null ? own : shared;
  const closedS = budgets === own ? await operatorWaitS(own) : waitS;
  if (closedS !== null) throw new AppError("too_many_attempts", { retryAfterS: closedS });
  const right = await check();
  if (right === null) for (const what of worthTelling(await countOperatorFailures(budgets, WINDOW_S), budgets)) await tell(TOLD[what]);
  if (right === null || (await operatorWaitS(budgets)) !== null) throw new AppError("wrong_credentials");
  return right;
}
