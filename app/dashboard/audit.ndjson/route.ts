import { auditDownload } from "@/lib/http/audit-download";

export const GET = auditDownload("ndjson");
