import { type AUDIT_FILES, downloadAuditEvents } from "@/lib/core/audit/download-audit-events";
import { readAuditFilter } from "@/lib/core/audit/read-audit-filter";
import { requireSite } from "@/lib/core/sites/require-site";
import { AppError } from "@/lib/kernel/errors";
import { fileDownload } from "./file-download";
import { operatorRoute } from "./operator-route";

const MEDIA = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const satisfies Record<
  keyof typeof AUDIT_FILES,
  string
>;

/** The audit log as a file, filtered as the page is that links to it: of the account, or with `?site=` of one site. */
export const auditDownload = (kind: keyof typeof AUDIT_FILES) =>
  operatorRoute([200], async (operator, _, request) => {
    const given = new URL(request.url).searchParams;
    const { filter } = readAuditFilter((name) => given.get(name) ?? "");
    const site = given.get("site");
    if (site && !/^[1-9]\d{0,15}$/.test(site)) throw new AppError("not_found");
    const whose = site ? await requireSite(operator, BigInt(site)) : operator;
    return fileDownload(`audit-events.${kind}`, MEDIA[kind], await downloadAuditEvents(whose, filter, kind));
  });
