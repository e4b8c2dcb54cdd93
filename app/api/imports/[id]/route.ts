import { getImport } from "@/lib/core/portability/imports/get-import";
import { json, restRoute } from "@/lib/http/rest-route";
import { importAnswer, importJson, importParams } from "@/lib/rest/import";

export const GET = restRoute({
  operation: "getImport",
  summary: "Get an import",
  credential: "api_token",
  scope: "site_users:write",
  params: importParams,
  responses: { 200: importAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    const found = await getImport(account, params.id);
    return json({ import: importJson(found, found) });
  },
});
