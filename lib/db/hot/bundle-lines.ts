import type { Snapshot } from "../snapshot";

/**
 * The rows of a site as the lines of a bundle: PostgreSQL writes the JSON, with times to the microsecond, and what is sealed
 * comes beside it. Each in the order of creation, so that two bundles of the same data are the same.
 */

const values = ({ scope: { accountId, siteId } }: Snapshot) => [accountId, siteId];

export type SiteLine = {
  readonly line: string;
  readonly id: bigint;
  readonly clientSecret: Uint8Array;
  readonly signupEndpointKey: Uint8Array | null;
  readonly signInEndpointKey: Uint8Array | null;
};

/** A logo that the branding of a site names, as base64 in one line. */
const logoOf = (part: "logo" | "dark_logo") =>
  `(SELECT translate(encode(l.bytes, 'base64'), E'\\n', '') FROM site_logos l
     WHERE l.account_id = t.account_id AND l.site_id = t.id AND l.hash = t.branding->'${part}'->>'hash') AS ${part}`;

/** What the site says in its own words in its mails. */
const MAIL_TEXTS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('kind', m.kind, 'language', m.language, 'texts', m.texts)
     ORDER BY m.kind, m.language), '[]') FROM mail_texts m WHERE m.account_id = t.account_id AND m.site_id = t.id) AS mail_texts`;

/** The site itself: one line. */
export const siteLines = (snapshot: Snapshot) =>
  snapshot.rows<SiteLine>(
    `SELECT row_to_json(line)::text AS line, t.id, t.client_secret_sealed AS "clientSecret",
       t.signup_endpoint_key_sealed AS "signupEndpointKey", t.sign_in_endpoint_key_sealed AS "signInEndpointKey"
     FROM sites t CROSS JOIN LATERAL (SELECT t.id, t.name, t.slug, t.home_uri, t.success_uri, t.cancel_uri, t.failed_uri, t.allowed_origins,
       t.sign_ups, t.email_verification, t.callback_token_minutes, t.dialects, t.sign_in, t.mail, ${MAIL_TEXTS},
       t.branding - ARRAY['logo', 'dark_logo'] AS branding, ${logoOf("logo")}, ${logoOf("dark_logo")}, t.signup_endpoint_url, t.sign_in_endpoint_url,
       t.client_id, t.created_at, t.updated_at) line
     WHERE t.account_id = $1 AND t.id = $2`,
    values(snapshot),
  );

export type SiteUserLine = { readonly line: string; readonly id: bigint; readonly password: Uint8Array | null };

/** The users of the site; `password` is null unless it is asked for. */
export const siteUserLines = (snapshot: Snapshot, { secrets }: { secrets: boolean }) =>
  snapshot.rows<SiteUserLine>(
    `SELECT row_to_json(line)::text AS line, t.id, ${secrets ? "t.password_sealed" : "NULL::bytea"} AS password
     FROM site_users t CROSS JOIN LATERAL (SELECT t.id, t.uuid, t.external_id, t.email, t.email_verified_at, t.username, t.name,
       t.first_name, t.last_name, t.locale, t.metadata, t.private_metadata, t.blocked_at, t.last_sign_in_at, t.created_at, t.updated_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

/** The sign-ins of the site's users; never a token or its hash. */
export const siteUserSessionLines = (snapshot: Snapshot) =>
  snapshot.rows<{ readonly line: string }>(
    `SELECT row_to_json(line)::text AS line
     FROM callback_tokens t JOIN site_users u ON u.account_id = t.account_id AND u.id = t.site_user_id
     CROSS JOIN LATERAL (SELECT t.id, u.uuid AS site_user_uuid, t.last4 AS token_last4, t.created_at, t.expires_at, t.used_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

/** The events of the site. */
export const auditEventLines = (snapshot: Snapshot) =>
  snapshot.rows<{ readonly line: string }>(
    `SELECT row_to_json(line)::text AS line
     FROM audit_events t LEFT JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     CROSS JOIN LATERAL (SELECT t.id, t.type, t.outcome, t.created_at, t.actor_kind, t.actor_id, u.uuid AS site_user_uuid, t.pseudonym, t.ip,
       t.browser, t.data) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

/** The sessions of the site's users; never a token or its hash. */
export const sessionLines = (snapshot: Snapshot) =>
  snapshot.rows<{ readonly line: string }>(
    `SELECT row_to_json(line)::text AS line
     FROM sessions t JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     CROSS JOIN LATERAL (SELECT t.id, u.uuid AS site_user_uuid, t.dialect, t.ip, t.user_agent, t.created_at, t.renewed_at, t.expires_at,
       t.ended_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

export type ProviderLine = { readonly line: string; readonly id: bigint; readonly clientSecret: Uint8Array | null };

/** The providers of the site. */
export const identityProviderLines = (snapshot: Snapshot) =>
  snapshot.rows<ProviderLine>(
    `SELECT row_to_json(line)::text AS line, t.id, t.client_secret_sealed AS "clientSecret"
     FROM identity_providers t CROSS JOIN LATERAL (SELECT t.id, t.kind, t.name, t.issuer, t.client_id, t.scopes, t.enabled, t.position,
       t.created_at, t.updated_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.position, t.created_at, t.id`,
    values(snapshot),
  );

export type WebhookLine = { readonly line: string; readonly id: bigint; readonly secret: Uint8Array };

/** The webhook endpoints of the site. */
export const webhookEndpointLines = (snapshot: Snapshot) =>
  snapshot.rows<WebhookLine>(
    `SELECT row_to_json(line)::text AS line, t.id, t.secret_sealed AS secret
     FROM webhook_endpoints t CROSS JOIN LATERAL (SELECT t.id, t.url, t.event_types, t.description, t.enabled, t.created_at, t.updated_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

/** The accounts elsewhere that sign the site's users in. */
export const linkedAccountLines = (snapshot: Snapshot) =>
  snapshot.rows<{ readonly line: string }>(
    `SELECT row_to_json(line)::text AS line
     FROM linked_accounts t JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     CROSS JOIN LATERAL (SELECT u.uuid AS site_user_uuid, t.issuer, t.subject, t.email, t.created_at, t.last_used_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

export type TotpLine = { readonly line: string; readonly siteUserId: bigint; readonly secret: Uint8Array | null };

/** The authenticator apps of the site's users; `secret` is null unless it is asked for. */
export const totpSecretLines = (snapshot: Snapshot, { secrets }: { secrets: boolean }) =>
  snapshot.rows<TotpLine>(
    `SELECT row_to_json(line)::text AS line, u.id AS "siteUserId", ${secrets ? "t.secret_sealed" : "NULL::bytea"} AS secret
     FROM totp_secrets t JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     CROSS JOIN LATERAL (SELECT u.uuid AS site_user_uuid, t.last_counter, t.created_at, t.last_used_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, u.id`,
    values(snapshot),
  );

/** Bytes as base64url without padding. */
const base64url = (column: string) => `translate(encode(${column}, 'base64'), E'+/=\\n', '-_')`;

/** The passkeys of the site's users. */
export const passkeyLines = (snapshot: Snapshot) =>
  snapshot.rows<{ readonly line: string }>(
    `SELECT row_to_json(line)::text AS line
     FROM passkeys t JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     CROSS JOIN LATERAL (SELECT u.uuid AS site_user_uuid, ${base64url("t.credential_id")} AS credential_id,
       ${base64url("t.public_key")} AS public_key, t.rp_id, ${base64url("t.user_handle")} AS user_handle, t.counter, t.transports, t.aaguid,
       t.backup_eligible, t.backed_up, t.name, t.created_at, t.last_used_at) line
     WHERE t.account_id = $1 AND t.site_id = $2 ORDER BY t.created_at, t.id`,
    values(snapshot),
  );

type Table =
  | "site_users"
  | "callback_tokens"
  | "sessions"
  | "identity_providers"
  | "webhook_endpoints"
  | "linked_accounts"
  | "passkeys"
  | "totp_secrets"
  | "audit_events";

/** How many rows of one kind the site has. */
export async function countOfSite(snapshot: Snapshot, table: Table): Promise<number> {
  const text = `SELECT count(*)::int AS count FROM ${table} WHERE account_id = $1 AND site_id = $2`;
  for await (const [row] of snapshot.rows<{ count: number }>(text, values(snapshot))) return row?.count ?? 0;
  return 0;
}
