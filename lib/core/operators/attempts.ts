import { giveBackOperatorAttempt, takeOperatorAttempt } from "@/lib/db/operators";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";

const WINDOW_S = 600;
const LIMITS = { identifier: 10, address: 100 } as const;

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
 * @throws AppError `too_many_attempts`, `wrong_credentials`
 */
export async function guardedOperator<Right>(
  what: string,
  identifier: string,
  ip: string,
  check: () => Promise<Right | null>,
): Promise<Right> {
  const budgets = [
    { key: identifierKey(what, identifier), limit: LIMITS.identifier },
    { key: sha256(`operator ${what} address:${ip}`), limit: LIMITS.address },
  ];
  const waitS = await takeOperatorAttempt(budgets, WINDOW_S);
  if (waitS !== null) throw new AppError("too_many_attempts", { retryAfterS: waitS });
  const giveBack = () => giveBackOperatorAttempt(budgets.map(({ key }) => key));
  const right = await check().catch(async (failed) => {
    await giveBack();
    throw failed;
  });
  if (right === null) throw new AppError("wrong_credentials");
  await giveBack();
  return right;
}
