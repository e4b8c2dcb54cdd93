/**
 * What makes a credential valid, as a condition on the table that keeps it: `api_tokens`, or `sites` for a client. The one place
 * that says it, because some statements look the credential up by themselves.
 *
 * The values are the hash of the secret and, for a client, its id; they come after so many values of the statement's own.
 *
 * A client's secret is its present one, or the one before while that still lasts.
 *
 * SECURITY: looked up by the hash of 256 random bits, so there is nothing to compare in constant time.
 */
export const VALID = {
  api_token: (own: number) => `token_hash = $${own + 1} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  client: (own: number) =>
    `(client_secret_hash = $${own + 1} OR (previous_secret_hash = $${own + 1} AND previous_secret_until > now())) AND client_id = $${own + 2}
     AND deleted_at IS NULL`,
} as const;
