/** A callback token as it is kept. */
export type NewCallbackToken = {
  readonly id: bigint;
  readonly hash: Uint8Array;
  readonly last4: string;
  readonly minutes: number;
  /** SHA-256 that its exchange has to show the origin of, or null. */
  readonly codeChallenge: Uint8Array | null;
};

/**
 * The part of a statement that keeps a token for the user whose id another part says. The statement's $1 and $2 are account and site.
 *
 * @param first where the five values of `tokenValues` begin
 */
export const keepToken = (user: string, first: number) =>
  `INSERT INTO callback_tokens (account_id, site_id, site_user_id, id, token_hash, last4, expires_at, code_challenge)
     SELECT $1, $2, ${user}.id, $${first}, $${first + 1}, $${first + 2}, now() + make_interval(mins => $${first + 3}), $${first + 4} FROM ${user}`;

/** The values of `keepToken`. */
export const tokenValues = (token: NewCallbackToken | null) => [
  token?.id ?? null,
  token?.hash ?? null,
  token?.last4 ?? null,
  token?.minutes ?? null,
  token?.codeChallenge ?? null,
];
