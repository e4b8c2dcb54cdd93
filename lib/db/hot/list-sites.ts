import { queryAs } from "../query-as";
import type { ApiTokenCredential } from "../resolve";

/** A site with everything its customer manages; the client secret is still sealed. */
export type ManagedSiteRow = {
  readonly id: bigint;
  readonly name: string;
  readonly slug: string;
  readonly homeUri: string | null;
  readonly successUri: string | null;
  readonly cancelUri: string | null;
  readonly failedUri: string | null;
  readonly allowedOrigins: string[];
  readonly signUps: boolean;
  readonly emailVerification: "off" | "optional" | "required";
  readonly callbackTokenMinutes: number;
  readonly clientId: string;
  /** Null for a caller who may not read it. */
  readonly clientSecretSealed: Uint8Array | null;
  readonly signupEndpointUrl: string | null;
  readonly signupEndpointKeySealed: Uint8Array | null;
  readonly signInEndpointUrl: string | null;
  readonly signInEndpointKeySealed: Uint8Array | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
};

const columns = `id, name, slug, home_uri AS "homeUri", success_uri AS "successUri", cancel_uri AS "cancelUri", failed_uri AS "failedUri",
  allowed_origins AS "allowedOrigins", sign_ups AS "signUps", email_verification::text AS "emailVerification",
  callback_token_minutes AS "callbackTokenMinutes", client_id AS "clientId",
  CASE WHEN caller.scopes && ARRAY['*', 'secrets:read'] THEN client_secret_sealed END AS "clientSecretSealed",
  signup_endpoint_url AS "signupEndpointUrl", signup_endpoint_key_sealed AS "signupEndpointKeySealed",
  sign_in_endpoint_url AS "signInEndpointUrl", sign_in_endpoint_key_sealed AS "signInEndpointKeySealed",
  created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

const MATCHING = `FROM sites t WHERE t.account_id = caller.account_id AND (caller.site_id IS NULL OR t.id = caller.site_id) AND (deleted_at IS NOT NULL) = $5
  AND ($1::text IS NULL OR name ILIKE $1) AND ($2::text IS NULL OR slug = $2)`;

/**
 * A range of an account's sites, newest first, and how many there are in all.
 *
 * @param pattern a LIKE pattern for the name, case-insensitive; `deleted` asks for those that can still be brought back
 * @throws AppError `unauthorized`, `missing_scope`
 */
export async function listSites(
  credential: ApiTokenCredential,
  { pattern, slug, deleted }: { pattern: string | null; slug: string | null; deleted: boolean },
  { skip, take }: { skip: number; take: number },
): Promise<{ rows: ManagedSiteRow[]; totalCount: number }> {
  const found = await queryAs<ManagedSiteRow & { totalCount: number }>(
    credential,
    "list-sites",
    (caller) => `SELECT page.*, total.count AS "totalCount"
     FROM ${caller} CROSS JOIN LATERAL (SELECT count(*)::int AS count ${MATCHING}) total
     LEFT JOIN LATERAL (SELECT ${columns} ${MATCHING} ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4) page ON true`,
    [pattern, slug, take, skip, deleted],
  );
  return { totalCount: found[0]?.totalCount ?? 0, rows: found.filter(({ id }) => id !== null) };
}
