import { OF_CALLER, queryAs } from "../query-as";
import type { Credential } from "../resolve";
import { SUSPENDED } from "../suspended";

/** A callback token's record as the API shows it. */
export type CallbackTokenRow = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly siteUserId: bigint;
  readonly last4: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly isOver: boolean;
  /** Whether nobody can sign in at its site. */
  readonly siteSuspended: boolean;
};

const columns = `t.id, t.site_id AS "siteId", t.site_user_id AS "siteUserId", t.last4, t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.used_at AS "usedAt", t.expires_at <= now() AS "isOver",
  (SELECT ${SUSPENDED("s")} FROM sites s WHERE s.account_id = t.account_id AND s.id = t.site_id) AS "siteSuspended"`;

/**
 * The record of one of the caller's callback tokens, by its id or by the hash of the token, or null.
 *
 * @throws AppError `unauthorized`
 */
export async function findCallbackToken(
  credential: Credential,
  ref: { readonly id: bigint } | { readonly tokenHash: Uint8Array },
): Promise<CallbackTokenRow | null> {
  const [column, value] = "id" in ref ? (["id", ref.id] as const) : (["token_hash", ref.tokenHash] as const);
  const [row] = await queryAs<CallbackTokenRow>(
    credential,
    `find-callback-token-by-${column}`,
    (caller) => `SELECT ${columns} FROM ${caller} JOIN callback_tokens t ON ${OF_CALLER} WHERE t.${column} = $1`,
    [value],
  );
  return row ?? null;
}
