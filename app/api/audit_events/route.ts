import { listAuditEvents } from "@/lib/core/audit/list-audit-events";
import { requireAuditedSite } from "@/lib/core/audit/require-audited-site";
import { json, restRoute } from "@/lib/http/rest-route";
import { auditEventsAnswer, auditEventsJson, auditEventsQuery, auditFilter } from "@/lib/rest/audit-event";
import { askedPart, linkHeader } from "@/lib/rest/shapes";

export const GET = restRoute({
  operation: "listAuditEvents",
  summary: "List audit events",
  description: "What happened at your sites and in your account, newest first: who did it, from where, and how it ended.",
  credential: "api_token",
  scope: "audit:read",
  query: auditEventsQuery,
  responses: { 200: auditEventsAnswer },
  refusals: [400, 404],
  async handle({ account, query: { sort, page, per_page, cursor, ...query }, request }) {
    const part = askedPart({ per_page, ...(page === undefined ? {} : { page }), ...(cursor === undefined ? {} : { cursor }) });
    await requireAuditedSite(account, query.site_id);
    const events = await listAuditEvents(account, auditFilter(query), sort, part);
    return json(auditEventsJson(events), 200, linkHeader(request.url, events));
  },
});
