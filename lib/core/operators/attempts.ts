import { giveBackOperatorAttempt, takeOperatorAttempt } from "@/lib/db/operators";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import type { EventType } from "../audit/event-types";

const WINDOW_S = 600;
const LIMITS = { identifier: 10, address: 100 } as const;

/** What the audit log is told of tries that failed. */
type FailureType = Extract<EventType, "operator.sign_in_failed" | "operator.locked_out">;

/** The budget of one operator's credential, by the address that was typed. */
export const identifierKey = (what: string, identifier: string) => sha256(`operator ${what} identifier:${identifier}`);

/**
 * The guard around an operator's credentials: takes an attempt, checks, and gives the attempt back when it was right or
 * could not be checked.
 *
 * SECURITY: budgets are keyed by what was typed and by the client's address, taken before anything is compared.
 *
 * @param what names the budget: each kind of credential has its own
 * @param check answers null when the credential is wrong; must take as long for an unknown operator as for a known one
 * @param tell tells the audit log of a failure, while the budgets are open, and once that they have closed
 * @throws AppError `too_many_attempts`, `wrong_credentials`
 */
export async function guardedOperator<Right>(
  what: string,
  identifier: string,
  ip: string,
  check: () => Promise<Right | null>,
  tell: (type: FailureType) => Promise<void> = async () => undefined,
): Promise<Right> {
  const budgets = [
    { key: identifierKey(what, identifier), limit: LIMITS.identifier },
    { key: sha256(`operator ${what} address:${ip}`), limit: LIMITS.address },
  ];
  const waitS = await takeOperatorAttempt(budgets, WINDOW_S);
  if (waitS !== null) {
    // Once for each closing: whoever goes on hammering fills no table.
    const told = [{ key: identifierKey(`${what} told`, identifier), limit: 1 }];
    if ((await takeOperatorAttempt(told, WINDOW_S)) === null) await tell("operator.locked_out");
    throw new AppError("too_many_attempts", { retryAfterS: waitS });
  }
  const giveBack = () => giveBackOperatorAttempt(budgets.map(({ key }) => key));
  const right = await check().catch(async (failed) => {
    await giveBack();
    throw failed;
  });
  if (right === null) {
    await tell("operator.sign_in_failed");
    throw new AppError("wrong_credentials");
  }
  await giveBack();
  return right;
}
