import { requireWholeAccount } from "@/lib/core/accounts/require-whole-account";
import { auditRetention, setAuditRetention } from "@/lib/core/audit/retention";
import { json, restRoute } from "@/lib/http/rest-route";
import { auditRetentionAnswer, auditRetentionBody, auditRetentionJson } from "@/lib/rest/audit-retention";

export const GET = restRoute({
  operation: "getAuditRetention",
  summary: "Get how long audit events are kept",
  credential: "api_token",
  scope: "audit:read",
  wholeAccount: true,
  responses: { 200: auditRetentionAnswer },
  refusals: [],
  async handle({ account }) {
    return json(auditRetentionJson(await auditRetention(requireWholeAccount(account))));
  },
});

export const PATCH = restRoute({
  operation: "setAuditRetention",
  summary: "Set how long audit events are kept",
  description: "What is older is deleted within the hour, at all sites and for good. That it was changed, and by whom, is an event.",
  credential: "api_token",
  scope: "audit:write",
  wholeAccount: true,
  body: auditRetentionBody,
  responses: { 200: auditRetentionAnswer },
  refusals: [400, 422],
  async handle({ account, body }) {
    const whole = requireWholeAccount(account);
    await setAuditRetention(whole, body.audit_retention);
    return json(auditRetentionJson(await auditRetention(whole)));
  },
});
