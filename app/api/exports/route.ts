import { beginExport } from "@/lib/core/portability/exports/begin-export";
import { exportUrl } from "@/lib/core/portability/exports/export-url";
import { listExports } from "@/lib/core/portability/exports/list-exports";
import { json, restRoute } from "@/lib/http/rest-route";
import { exportJson, exportsJson, exportsQuery, newExportBody } from "@/lib/rest/export";
import { linkHeader } from "@/lib/rest/shapes";

export const GET = restRoute({
  credential: "api_token",
  scope: "export",
  query: exportsQuery,
  statuses: [200, 400, 404],
  async handle({ account, query: { page, per_page, site_id }, request }) {
    const exports = await listExports(account, { siteId: site_id }, { page, perPage: per_page });
    return json(exportsJson(exports, exportUrl), 200, linkHeader(request.url, exports));
  },
});

export const POST = restRoute({
  credential: "api_token",
  scope: "export",
  body: newExportBody,
  statuses: [202, 400, 404, 409, 422],
  async handle({
    account,
    body: {
      export: { siteId, ...asked },
    },
  }) {
    const begun = await beginExport(account, siteId, asked, null);
    return json({ export: exportJson(begun, exportUrl(begun)) }, 202);
  },
});
