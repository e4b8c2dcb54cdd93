import { exportUrl } from "@/lib/core/portability/exports/export-url";
import { getExport } from "@/lib/core/portability/exports/get-export";
import { json, restRoute } from "@/lib/http/rest-route";
import { exportAnswer, exportJson, exportParams } from "@/lib/rest/export";

export const GET = restRoute({
  operation: "getExport",
  summary: "Get an export",
  credential: "api_token",
  scope: "export",
  params: exportParams,
  responses: { 200: exportAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    const found = await getExport(account, params.id);
    return json({ export: exportJson(found, exportUrl(found)) });
  },
});
