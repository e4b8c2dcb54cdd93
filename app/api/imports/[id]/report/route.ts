import { importReport } from "@/lib/core/portability/imports/import-report";
import { csvDownload } from "@/lib/http/csv-download";
import { restRoute } from "@/lib/http/rest-route";
import { importParams, reportAnswer } from "@/lib/rest/import";

export const GET = restRoute({
  operation: "getImportReport",
  summary: "Get the report of an import",
  description: "Every row that was refused, or that came in with something left out or changed, as CSV.",
  credential: "api_token",
  scope: "site_users:write",
  params: importParams,
  download: "text/csv",
  responses: { 200: reportAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    return csvDownload(`import-${params.id}.csv`, await importReport(account, params.id));
  },
});
