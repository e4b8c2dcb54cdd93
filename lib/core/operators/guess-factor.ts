import { giveBackOperatorAttempts, takeOperatorAttempt } from "@/lib/db/operators";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import { GUESS_BUDGETS } from "../second-factor/guesses";

/** What the audit log is told of guesses. */
export type FactorFailure = { readonly type: "operator.second_factor_failed" | "operator.locked_out"; readonly budget?: string };

const keyOf = (name: string, operatorId: bigint) => sha256(`operator second factor ${name}:${operatorId}`);

/**
 * Takes a guess at an operator's second factor, looks whether it was right, and gives it back if it was.
 *
 * SECURITY: taken before anything is compared, so that guesses at once are no more than guesses one by one. It is the operator's,
 * over sign-in and whatever asks again, so beginning anew does not fill it up.
 *
 * @param tell tells the audit log: of a wrong guess, and once of each closing
 * @throws AppError `too_many_attempts`; `code_unusable` when it was wrong
 */
export async function guessFactor(
  operatorId: bigint,
  look: () => Promise<boolean>,
  tell: (failure: FactorFailure) => Promise<void>,
): Promise<void> {
  for (const { name, limit, windowS } of GUESS_BUDGETS) {
    const waitS = await takeOperatorAttempt([{ key: keyOf(name, operatorId), limit }], windowS);
    if (waitS === null) continue;
    if ((await takeOperatorAttempt([{ key: keyOf(`${name} told`, operatorId), limit: 1 }], windowS)) === null)
      await tell({ type: "operator.locked_out", budget: `second_factor_${name}` });
    throw new AppError("too_many_attempts", { retryAfterS: Math.min(waitS, 3_600) });
  }
  if (!(await look())) {
    await tell({ type: "operator.second_factor_failed" });
    throw new AppError("code_unusable");
  }
  await giveBackOperatorAttempts(GUESS_BUDGETS.map(({ name }) => keyOf(name, operatorId)));
}
