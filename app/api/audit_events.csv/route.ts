import { downloadAuditEvents } from "@/lib/core/audit/download-audit-events";
import { requireAuditedSite } from "@/lib/core/audit/require-audited-site";
import { csvDownload } from "@/lib/http/csv-download";
import { restRoute } from "@/lib/http/rest-route";
import { auditFileAnswer, auditFileQuery, auditFilter } from "@/lib/rest/audit-event";

/** The audit log as a table, filtered like the list. */
export const GET = restRoute({
  operation: "downloadAuditEventsAsCsv",
  summary: "Download audit events as CSV",
  description: "Filtered like the list, newest first. What a spreadsheet would take for a formula has an apostrophe in front.",
  credential: "api_token",
  scope: "audit:read",
  query: auditFileQuery,
  download: "text/csv",
  responses: { 200: auditFileAnswer },
  refusals: [400, 404],
  async handle({ account, query }) {
    await requireAuditedSite(account, query.site_id);
    return csvDownload("audit-events.csv", await downloadAuditEvents(account, auditFilter(query), "csv"));
  },
});
