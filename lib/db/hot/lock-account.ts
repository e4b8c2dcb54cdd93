import type { WholeAccountScope } from "../scope";

/**
 * The statement that has an account's row for oneself until the end of the transaction.
 *
 * SECURITY: whoever adds a site, a token or an operator to the account shares the row: they are seen, or wait and are refused.
 */
export const lockAccount = ({ accountId }: WholeAccountScope) => ({
  name: "lock-account",
  text: "SELECT id FROM accounts WHERE id = $1 FOR UPDATE",
  values: [accountId],
});
