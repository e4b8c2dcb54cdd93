import { createWebhookEndpoint } from "@/lib/core/webhooks/create-webhook-endpoint";
import { sendTest } from "@/lib/core/webhooks/send-test";
import type { ApiScope } from "@/lib/kernel/api-scopes";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { addProvider } from "./identity-provider";
import { makeDryRun } from "./make-dry-run";
import { makeExport } from "./make-export";
import { addSite, makeTenant, makeToken, makeUser, type Tenant, unique } from "./make-tenant";
import { sql } from "./sql";

/** What a request can name. */
export type Refs = {
  siteId: unknown;
  slug: string;
  deletedId: unknown;
  userId: unknown;
  sessionId: unknown;
  importId: unknown;
  exportId: unknown;
  exportPath: string;
  token: string;
  signedInId: unknown;
  providerId: unknown;
  passkeyId: unknown;
  webhookId: unknown;
  deliveryId: unknown;
};
export type Sent = { path: string; json?: object; file?: string };

/** A right request to each route, made of references; what its answer is; whether it names somebody's rows; what it needs beside its own scope. */
export type Recipe = { send: (refs: Refs) => Sent; status: number; names: boolean; also?: ApiScope };

export const RIGHT: Record<string, Recipe> = {
  ...Object.fromEntries(
    ["", "/live", "/ready"].map((which) => [
      `GET /api/health${which}`,
      { send: () => ({ path: `/api/health${which}` }), status: 200, names: false } satisfies Recipe,
    ]),
  ),
  "GET /api/mails": { send: () => ({ path: "/api/mails" }), status: 200, names: false },
  "GET /api/sites": { send: () => ({ path: "/api/sites" }), status: 200, names: false },
  "POST /api/sites": { send: () => ({ path: "/api/sites", json: { site: { name: "New" } } }), status: 201, names: false },
  ...Object.fromEntries(
    (["GET", "PATCH", "PUT", "DELETE"] as const).map((method) => [
      `${method} /api/sites/[id]`,
      {
        send: ({ siteId }) => ({ path: `/api/sites/${siteId}`, ...(/^P/.test(method) ? { json: { site: { name: "Changed" } } } : {}) }),
        status: 200,
        names: true,
      } satisfies Recipe,
    ]),
  ),
  "POST /api/sites/[id]/restore": { send: ({ deletedId }) => ({ path: `/api/sites/${deletedId}/restore` }), status: 200, names: true },
  ...Object.fromEntries(
    ["suspend", "resume"].map((action) => [
      `POST /api/sites/[id]/${action}`,
      { send: ({ siteId }) => ({ path: `/api/sites/${siteId}/${action}` }), status: 200, names: true } satisfies Recipe,
    ]),
  ),
  "POST /api/sites/[id]/fasteditor_key": {
    send: ({ siteId }) => ({ path: `/api/sites/${siteId}/fasteditor_key` }),
    status: 201,
    names: true,
    also: "secrets:read",
  },
  "GET /api/site_users": { send: () => ({ path: "/api/site_users" }), status: 200, names: false },
  "POST /api/site_users": {
    send: ({ siteId }) => ({
      path: "/api/site_users",
      json: { site_id: Number(siteId), site_user: { email: `${unique("new")}@example.com` } },
    }),
    status: 201,
    names: true,
  },
  ...Object.fromEntries(
    (["GET", "PATCH", "PUT", "DELETE"] as const).map((method) => [
      `${method} /api/site_users/[id]`,
      {
        send: ({ userId }) => ({
          path: `/api/site_users/${userId}`,
          ...(/^P/.test(method) ? { json: { site_user: { name: "Changed" } } } : {}),
        }),
        status: 200,
        names: true,
      } satisfies Recipe,
    ]),
  ),
  "POST /api/site_users/batch": {
    send: ({ siteId, userId }) => ({
      path: "/api/site_users/batch",
      json: { site_id: Number(siteId), operations: [{ action: "update", id: Number(userId), site_user: { name: "Changed" } }] },
    }),
    status: 200,
    names: true,
  },
  ...Object.fromEntries(
    ["block", "unblock", "mark_verified", "end_sessions", "reset_second_factor", "send_reset"].map((action) => [
      `POST /api/site_users/[id]/${action}`,
      { send: ({ userId }) => ({ path: `/api/site_users/${userId}/${action}` }), status: 200, names: true } satisfies Recipe,
    ]),
  ),
  "GET /api/site_users/[id]/passkeys": { send: ({ userId }) => ({ path: `/api/site_users/${userId}/passkeys` }), status: 200, names: true },
  "DELETE /api/site_users/[id]/passkeys/[passkey_id]": {
    send: ({ userId, passkeyId }) => ({ path: `/api/site_users/${userId}/passkeys/${passkeyId}` }),
    status: 200,
    names: true,
  },
  "GET /api/site_user_sessions": { send: () => ({ path: "/api/site_user_sessions" }), status: 200, names: false },
  "GET /api/site_user_sessions/[id]": { send: ({ token }) => ({ path: `/api/site_user_sessions/${token}` }), status: 200, names: true },
  "POST /api/site_user_sessions/[id]": { send: ({ token }) => ({ path: `/api/site_user_sessions/${token}` }), status: 200, names: true },
  "DELETE /api/site_user_sessions/[id]": { send: ({ token }) => ({ path: `/api/site_user_sessions/${token}` }), status: 200, names: true },
  "POST /api/site_user_sessions/[id]/mark_used": {
    send: ({ token }) => ({ path: `/api/site_user_sessions/${token}/mark_used` }),
    status: 200,
    names: true,
  },
  "POST /api/sites/[id]/signing_key": {
    send: ({ siteId }) => ({ path: `/api/sites/${siteId}/signing_key`, json: {} }),
    status: 200,
    names: true,
  },
  "GET /api/sessions": { send: () => ({ path: "/api/sessions" }), status: 200, names: false },
  "GET /api/sessions/[id]": { send: ({ signedInId }) => ({ path: `/api/sessions/${signedInId}` }), status: 200, names: true },
  "DELETE /api/sessions/[id]": { send: ({ signedInId }) => ({ path: `/api/sessions/${signedInId}` }), status: 200, names: true },
  "GET /api/sites/[id]/mail_texts": {
    send: ({ siteId }) => ({ path: `/api/sites/${siteId}/mail_texts` }),
    status: 200,
    names: true,
  },
  "GET /api/sites/[id]/mail_texts/[kind]/[language]": {
    send: ({ siteId }) => ({ path: `/api/sites/${siteId}/mail_texts/verify_email/de` }),
    status: 200,
    names: true,
  },
  "PUT /api/sites/[id]/mail_texts/[kind]/[language]": {
    send: ({ siteId }) => ({ path: `/api/sites/${siteId}/mail_texts/verify_email/de`, json: { mail_text: { subject: "{site}" } } }),
    status: 200,
    names: true,
  },
  "DELETE /api/sites/[id]/mail_texts/[kind]/[language]": {
    send: ({ siteId }) => ({ path: `/api/sites/${siteId}/mail_texts/verify_email/de` }),
    status: 200,
    names: true,
  },
  "GET /api/identity_providers": {
    send: ({ siteId }) => ({ path: `/api/identity_providers?site_id=${siteId}` }),
    status: 200,
    names: true,
  },
  "POST /api/identity_providers": {
    send: ({ siteId }) => ({
      path: "/api/identity_providers",
      json: { site_id: Number(siteId), identity_provider: { kind: "google", client_id: "c", client_secret: "s" } },
    }),
    status: 201,
    names: true,
  },
  "PATCH /api/identity_providers/[id]": {
    send: ({ providerId }) => ({ path: `/api/identity_providers/${providerId}`, json: { identity_provider: { enabled: false } } }),
    status: 200,
    names: true,
  },
  "DELETE /api/identity_providers/[id]": {
    send: ({ providerId }) => ({ path: `/api/identity_providers/${providerId}` }),
    status: 200,
    names: true,
  },
  "GET /api/webhook_endpoints": { send: ({ siteId }) => ({ path: `/api/webhook_endpoints?site_id=${siteId}` }), status: 200, names: true },
  "POST /api/webhook_endpoints": {
    send: ({ siteId }) => ({
      path: "/api/webhook_endpoints",
      json: { site_id: Number(siteId), webhook_endpoint: { url: "https://hook.example" } },
    }),
    status: 201,
    names: true,
  },
  ...Object.fromEntries(
    (["GET", "PATCH", "DELETE"] as const).map((method) => [
      `${method} /api/webhook_endpoints/[id]`,
      {
        send: ({ webhookId }) => ({
          path: `/api/webhook_endpoints/${webhookId}`,
          ...(method === "PATCH" ? { json: { webhook_endpoint: { description: "Changed" } } } : {}),
        }),
        status: 200,
        names: true,
      } satisfies Recipe,
    ]),
  ),
  "POST /api/webhook_endpoints/[id]/rotate_secret": {
    send: ({ webhookId }) => ({ path: `/api/webhook_endpoints/${webhookId}/rotate_secret`, json: {} }),
    status: 200,
    names: true,
  },
  "POST /api/webhook_endpoints/[id]/send_test": {
    send: ({ webhookId }) => ({ path: `/api/webhook_endpoints/${webhookId}/send_test` }),
    status: 202,
    names: true,
  },
  "POST /api/webhook_endpoints/[id]/replay_failed": {
    send: ({ webhookId }) => ({ path: `/api/webhook_endpoints/${webhookId}/replay_failed`, json: { since: "2026-01-01T00:00:00Z" } }),
    status: 202,
    names: true,
  },
  "GET /api/webhook_deliveries": {
    send: ({ siteId }) => ({ path: `/api/webhook_deliveries?site_id=${siteId}` }),
    status: 200,
    names: true,
  },
  "GET /api/webhook_deliveries/[id]": {
    send: ({ deliveryId }) => ({ path: `/api/webhook_deliveries/${deliveryId}` }),
    status: 200,
    names: true,
  },
  "POST /api/webhook_deliveries/[id]/replay": {
    send: ({ deliveryId }) => ({ path: `/api/webhook_deliveries/${deliveryId}/replay` }),
    status: 202,
    names: true,
  },
  "GET /api/exports": { send: () => ({ path: "/api/exports" }), status: 200, names: false },
  "POST /api/exports": {
    send: ({ siteId }) => ({ path: "/api/exports", json: { export: { site_id: Number(siteId) } } }),
    status: 202,
    names: true,
  },
  "GET /api/exports/[id]": { send: ({ exportId }) => ({ path: `/api/exports/${exportId}` }), status: 200, names: true },
  "GET /api/exports/[id]/download": { send: ({ exportPath }) => ({ path: exportPath }), status: 200, names: true },
  "GET /api/site_users.csv": { send: ({ siteId }) => ({ path: `/api/site_users.csv?site_id=${siteId}` }), status: 200, names: true },
  ...Object.fromEntries(
    ["audit_events", "audit_events.csv", "audit_events.ndjson"].map((path) => [
      `GET /api/${path}`,
      { send: ({ siteId }) => ({ path: `/api/${path}?site_id=${siteId}` }), status: 200, names: true } satisfies Recipe,
    ]),
  ),
  "GET /api/audit_retention": { send: () => ({ path: "/api/audit_retention" }), status: 200, names: false },
  "PATCH /api/audit_retention": {
    send: () => ({ path: "/api/audit_retention", json: { audit_retention: { days: 90 } } }),
    status: 200,
    names: false,
  },
  "GET /api/imports": { send: () => ({ path: "/api/imports" }), status: 200, names: false },
  "POST /api/imports": {
    send: ({ siteId }) => ({ path: `/api/imports?site_id=${siteId}`, file: "email\njane@example.com\n" }),
    status: 202,
    names: true,
  },
  "GET /api/imports/[id]": { send: ({ importId }) => ({ path: `/api/imports/${importId}` }), status: 200, names: true },
  "GET /api/imports/[id]/report": { send: ({ importId }) => ({ path: `/api/imports/${importId}/report` }), status: 200, names: true },
  "POST /api/imports/[id]/run": { send: ({ importId }) => ({ path: `/api/imports/${importId}/run` }), status: 202, names: true },
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} /api/[...path]`,
      { send: () => ({ path: "/api/nothing" }), status: 404, names: false } satisfies Recipe,
    ]),
  ),
};

/** A customer whose site has a user who has just signed in. */
export async function furnish(tenant?: Tenant): Promise<{ tenant: Tenant; refs: Refs }> {
  const own = tenant ?? (await makeTenant());
  const user = await makeUser(own);
  const token = await makeToken(own, user);
  const [session] = await sql<{ id: string }>("SELECT id FROM callback_tokens WHERE token_hash = $1", [sha256(token)]);
  const { id: deletedId } = (await addSite(own)).site;
  await sql("UPDATE sites SET deleted_at = now() WHERE id = $1", [deletedId]);
  const signedInId = newId();
  // Without its tokens: each customer's first would cost a signing key.
  const live = { dialect: "fastgen", ip: "192.0.2.1", expiresAt: new Date(Date.now() + 3_600_000) };
  await own.context.db.session.create({ data: { id: signedInId, siteUserId: user.id, ...live } });
  const passkeyId = newId();
  // Nobody signs in with it, and to make one that can would load its library.
  const key = { credentialId: sha256(token), publicKey: sha256(""), rpId: "signin.localhost", userHandle: sha256("") };
  const make = { aaguid: "00000000-0000-0000-0000-000000000000", transports: [], backupEligible: false, backedUp: false };
  await own.context.db.passkey.create({ data: { id: passkeyId, siteUserId: user.id, ...key, ...make, counter: 0n, name: "Passkey" } });
  const webhook = await createWebhookEndpoint(own.context, { url: "https://hook.example" });
  const deliveryId = await sendTest(own.context, webhook.id);
  const { id: importId } = await makeDryRun(own);
  const { id: exportId, path: exportPath } = await makeExport(own);
  const refs = {
    siteId: own.site.id,
    slug: own.site.slug,
    deletedId,
    userId: user.id,
    sessionId: session?.id,
    importId,
    exportId,
    exportPath,
    token,
    signedInId,
    providerId: await addProvider(own, "https://id.example"),
    passkeyId,
    webhookId: webhook.id,
    deliveryId,
  };
  return { tenant: own, refs };
}

/** References that look right and lead nowhere. */
export const missing = (): Refs => ({
  siteId: 1,
  slug: unique("nobody"),
  deletedId: 4,
  userId: 2,
  sessionId: 3,
  importId: 5,
  exportId: 6,
  exportPath: "/api/exports/6/download?expires=1&signature=x",
  token: newToken("tkn_"),
  signedInId: 7,
  providerId: 7,
  passkeyId: 8,
  webhookId: 9,
  deliveryId: 10,
});
