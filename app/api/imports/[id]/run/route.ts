import { runDryImport } from "@/lib/core/portability/imports/run-dry-import";
import { json, restRoute } from "@/lib/http/rest-route";
import { importJson, importParams } from "@/lib/rest/import";

export const POST = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  params: importParams,
  statuses: [202, 400, 404, 422],
  async handle({ account, params }) {
    return json({ import: importJson(await runDryImport(account, params.id, null), { refused: [], noted: [] }) }, 202);
  },
});
