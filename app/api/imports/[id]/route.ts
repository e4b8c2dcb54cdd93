import { getImport } from "@/lib/core/portability/imports/get-import";
import { json, restRoute } from "@/lib/http/rest-route";
import { importJson, importParams } from "@/lib/rest/import";

export const GET = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  params: importParams,
  statuses: [200, 400, 404],
  async handle({ account, params }) {
    const found = await getImport(account, params.id);
    return json({ import: importJson(found, found) });
  },
});
