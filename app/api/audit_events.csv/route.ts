import { auditFileRoute } from "@/lib/http/audit-download";

export const GET = auditFileRoute("csv", {
  operation: "downloadAuditEventsAsCsv",
  summary: "Download audit events as CSV",
  description: "Filtered like the list, newest first. What a spreadsheet would take for a formula has an apostrophe in front.",
});
