import { type AUDIT_FILES, downloadAuditEvents } from "@/lib/core/audit/download-audit-events";
import { readAuditFilter } from "@/lib/core/audit/read-audit-filter";
import { requireAuditedSite } from "@/lib/core/audit/require-audited-site";
import { requireSite } from "@/lib/core/sites/require-site";
import { AppError } from "@/lib/kernel/errors";
import { auditFileAnswer, auditFileQuery, auditFilter } from "@/lib/rest/audit-event";
import { fileDownload } from "./file-download";
import { operatorRoute } from "./operator-route";
import { restRoute } from "./rest-route";
import type { ContractedRoute, Operation } from "./route";

type Kind = keyof typeof AUDIT_FILES;

const MEDIA = { csv: "text/csv", ndjson: "application/x-ndjson" } as const satisfies Record<Kind, string>;
const TYPES = { csv: `${MEDIA.csv}; charset=utf-8`, ndjson: MEDIA.ndjson } as const satisfies Record<Kind, string>;

/** The audit log as a file for the API, filtered like its list. */
export const auditFileRoute = (kind: Kind, told: Pick<Operation, "operation" | "summary" | "description">): ContractedRoute =>
  restRoute({
    ...told,
    credential: "api_token",
    scope: "audit:read",
    query: auditFileQuery,
    download: MEDIA[kind],
    responses: { 200: auditFileAnswer },
    refusals: [400, 404],
    async handle({ account, query }) {
      await requireAuditedSite(account, query.site_id);
      return fileDownload(`audit-events.${kind}`, TYPES[kind], await downloadAuditEvents(account, auditFilter(query), kind));
    },
  });

/** The audit log as a file, filtered as the page is that links to it: of the account, or with `?site=` of one site. */
export const auditDownload = (kind: Kind) =>
  operatorRoute(
    [200],
    async (operator, _, request) => {
      const given = new URL(request.url).searchParams;
      const { filter } = readAuditFilter((name) => given.get(name) ?? "");
      const site = given.get("site");
      if (site && !/^[1-9]\d{0,15}$/.test(site)) throw new AppError("not_found");
      const whose = site ? await requireSite(operator, BigInt(site)) : operator;
      return fileDownload(`audit-events.${kind}`, TYPES[kind], await downloadAuditEvents(whose, filter, kind));
    },
    { recent: true },
  );
