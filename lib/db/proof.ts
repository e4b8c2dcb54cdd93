/**
 * What a sign-in rests on. It must still hold when the sign-in is written down: in between, the password may have been
 * replaced, or the guesses of others may have closed a budget.
 */
export type Proof = {
  /** The stored password that was compared; null: none was. */
  readonly passwordSealed: Uint8Array | null;
  /** The budgets that were open. */
  readonly budgets: readonly { readonly key: Uint8Array; readonly limit: number }[];
  /** Whether a second factor was shown, or one that counts as both. */
  readonly secondFactor: boolean;
};

/** The same but for the second factor. */
export const FIRST_FACTOR_PROVED = `blocked_at IS NULL AND ($4::bytea IS NULL OR password_sealed = $4) AND NOT EXISTS (
         SELECT 1 FROM unnest($5::bytea[], $6::int[]) AS budget(key, top)
         JOIN attempts a ON a.account_id = $1 AND a.site_id = $2 AND a.key = budget.key
         WHERE a.count >= budget.top AND a.window_ends_at > now())`;

/**
 * SECURITY: the row is locked by the UPDATE and this is judged on its newest version, so a reset or a block that came first wins.
 * Whoever has a second factor gets nothing without it, on no wire and no page: each of them writes its sign-in down by this.
 */
export const STILL_PROVED = `(NOT second_factor OR $7::boolean) AND ${FIRST_FACTOR_PROVED}`;

/** The values $4 to $7 of a statement with `STILL_PROVED`, whose first three are account, site and user. */
export const proofValues = ({ passwordSealed, budgets, secondFactor }: Proof) => [
  passwordSealed,
  budgets.map(({ key }) => key),
  budgets.map(({ limit }) => limit),
  secondFactor,
];
