import { downloadAuditEvents } from "@/lib/core/audit/download-audit-events";
import { requireAuditedSite } from "@/lib/core/audit/require-audited-site";
import { fileDownload } from "@/lib/http/file-download";
import { restRoute } from "@/lib/http/rest-route";
import { auditFileAnswer, auditFileQuery, auditFilter } from "@/lib/rest/audit-event";

/** The audit log as JSON, one event a line, filtered like the list. */
export const GET = restRoute({
  operation: "downloadAuditEvents",
  summary: "Download audit events as NDJSON",
  description: "Filtered like the list, newest first: one JSON object a line, with times to the microsecond.",
  credential: "api_token",
  scope: "audit:read",
  query: auditFileQuery,
  download: "application/x-ndjson",
  responses: { 200: auditFileAnswer },
  refusals: [400, 404],
  async handle({ account, query }) {
    await requireAuditedSite(account, query.site_id);
    const content = await downloadAuditEvents(account, auditFilter(query), "ndjson");
    return fileDownload("audit-events.ndjson", "application/x-ndjson", content);
  },
});
