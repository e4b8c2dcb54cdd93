import { importReport } from "@/lib/core/portability/imports/import-report";
import { csvDownload } from "@/lib/http/csv-download";
import { restRoute } from "@/lib/http/rest-route";
import { importParams } from "@/lib/rest/import";

export const GET = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  params: importParams,
  statuses: [200, 400, 404],
  async handle({ account, params }) {
    return csvDownload(`import-${params.id}.csv`, await importReport(account, params.id));
  },
});
