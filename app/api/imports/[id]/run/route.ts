import { runDryImport } from "@/lib/core/portability/imports/run-dry-import";
import { json, restRoute } from "@/lib/http/rest-route";
import { importAnswer, importJson, importParams } from "@/lib/rest/import";

export const POST = restRoute({
  operation: "runImport",
  summary: "Import what a dry run has counted",
  description: "The same file with the same options, as an import of its own. Once, and within an hour of the dry run.",
  credential: "api_token",
  scope: "site_users:write",
  params: importParams,
  responses: { 202: importAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params }) {
    return json({ import: importJson(await runDryImport(account, params.id, null)) }, 202);
  },
});
