import { Prisma } from "./generated/client";

/** Something that happened at a site, as its webhooks are told. */
export type WebhookEvent = {
  /** What receivers know it by. */
  readonly id: bigint;
  /** `noun.past_verb`. */
  readonly type: string;
  /** Whom it tells of; null: nobody. */
  readonly siteUserId: bigint | null;
  readonly at: Date;
};

/** The one event after which nothing but an id is told of a user. */
export const SITE_USER_DELETED = "site_user.deleted";

/** How many endpoints of a site are told of one event, and how many it may have. */
export const MOST_ENDPOINTS = 20;

/** Has an endpoint sent what waits for it. The scope in the payload is that of its own row. */
const WAKE = `graphile_worker.add_job(CASE WHEN e.failing_since IS NULL THEN 'send-webhooks' ELSE 'retry-webhooks' END,
     job_key => 'webhooks:' || e.id, payload => json_build_object('endpointId', e.id::text,
       'scope', json_build_object('account_id', e.account_id::text, 'site_id', e.site_id::text)))`;

/** A time as the API writes it. */
const time = (column: string, digits = "") => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS${digits}"Z"')`;

/** A user as `lib/rest/site-user` writes them; a test holds both against each other. */
const SITE_USER = `SELECT u.id, u.site_id, u.external_id, u.email, u.email_verified_at IS NOT NULL AS email_verified, u.username, u.name,
       u.first_name, u.last_name, u.locale, u.blocked_at IS NOT NULL AS blocked, ${time("u.deletion_due_at")} AS deletion_due_at,
       u.second_factor, u.metadata, u.private_metadata, ${time("u.created_at")} AS created_at, ${time("u.updated_at")} AS updated_at,
       ${time("u.last_sign_in_at")} AS last_sign_in_at`;

/**
 * Queues an event for each endpoint of the site that wants it, with its body as it is now: so every attempt sends the same bytes.
 *
 * The user's row is locked against deletion for the rest of the transaction, or skipped once it is gone: no body outlives its user.
 *
 * @param ids new ids, one for each endpoint that there may be
 */
export const queueWebhooksSql = (accountId: bigint, siteId: bigint | null, ids: readonly bigint[], event: WebhookEvent) =>
  Prisma.sql`WITH v AS (
     SELECT ${accountId}::bigint AS account_id, ${siteId}::bigint AS site_id, ${event.id}::bigint AS id, ${event.type}::text AS type,
       ${event.siteUserId}::bigint AS site_user_id, ${event.at.toISOString()}::timestamptz AS at,
       string_to_array(${ids.join()}::text, ',')::bigint[] AS ids),
   u AS (
     SELECT u.* FROM v JOIN site_users u ON u.account_id = v.account_id AND u.site_id = v.site_id AND u.id = v.site_user_id
     WHERE v.type <> '${Prisma.raw(SITE_USER_DELETED)}' FOR KEY SHARE OF u),
   d AS (
     INSERT INTO webhook_deliveries (id, account_id, site_id, endpoint_id, event_id, site_user_id, event_type, body)
     SELECT v.ids[row_number() OVER ()], v.account_id, v.site_id, e.id, v.id, u.id, v.type,
       (SELECT row_to_json(b)::text FROM (SELECT v.type, ${Prisma.raw(time("v.at", ".MS"))} AS timestamp, CASE WHEN v.site_user_id IS NULL
         THEN (SELECT row_to_json(s) FROM (SELECT v.site_id) s)
         ELSE (SELECT row_to_json(s) FROM (SELECT v.site_id, CASE WHEN u.id IS NULL
           THEN (SELECT row_to_json(s) FROM (SELECT v.site_user_id AS id, v.site_id) s)
           ELSE (SELECT row_to_json(s) FROM (${Prisma.raw(SITE_USER)}) s) END AS site_user) s) END AS data) b)
     FROM v CROSS JOIN LATERAL (
       SELECT e.id FROM webhook_endpoints e
       WHERE e.account_id = v.account_id AND e.site_id = v.site_id AND e.enabled AND e.event_types && ARRAY['*', v.type]
       ORDER BY e.created_at, e.id LIMIT ${MOST_ENDPOINTS}) e LEFT JOIN u ON true
     WHERE v.site_user_id IS NULL OR v.type = '${Prisma.raw(SITE_USER_DELETED)}' OR u.id IS NOT NULL
     ON CONFLICT (endpoint_id, event_id) DO NOTHING
     RETURNING endpoint_id)
   SELECT ${Prisma.raw(WAKE)} FROM webhook_endpoints e WHERE e.id IN (SELECT endpoint_id FROM d)`;
