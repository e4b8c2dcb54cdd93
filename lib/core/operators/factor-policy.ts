import type { OperatorContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";

/**
 * Sets whether everybody who works in the account has to show a second factor. From that moment whoever has none is led to set one up
 * when they sign in, and every session that has shown none is over.
 *
 * @throws AppError `invalid` for an operator who has no app themselves: they would shut themselves out
 */
export async function setFactorNeeded({ db, scope, operator }: OperatorContext, { needed }: { needed: boolean }): Promise<void> {
  await withEvent(db, { type: "account.second_factor_needed_changed", data: { needed } }, async (inside) => {
    await inside.$lockAccount();
    const mine = await inside.operator.count({ where: { id: operator.id, secondFactor: true } });
    if (needed && mine === 0) throw invalid("", "Set up your own second factor first, in your profile");
    await inside.account.updateMany({ where: { id: scope.accountId }, data: { operatorsNeedFactor: needed } });
  });
}
