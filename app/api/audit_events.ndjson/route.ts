import { auditFileRoute } from "@/lib/http/audit-download";

export const GET = auditFileRoute("ndjson", {
  operation: "downloadAuditEvents",
  summary: "Download audit events as NDJSON",
  description: "Filtered like the list, newest first: one JSON object a line, with times to the microsecond.",
});
