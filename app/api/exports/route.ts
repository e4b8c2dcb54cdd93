import { beginExport } from "@/lib/core/portability/exports/begin-export";
import { exportUrl } from "@/lib/core/portability/exports/export-url";
import { listExports } from "@/lib/core/portability/exports/list-exports";
import { json, restRoute } from "@/lib/http/rest-route";
import { exportAnswer, exportJson, exportsAnswer, exportsJson, exportsQuery, newExportBody } from "@/lib/rest/export";
import { askedPart, linkHeader } from "@/lib/rest/shapes";

export const GET = restRoute({
  operation: "listExports",
  summary: "List exports",
  description: "The exports of one site, or of all your sites; newest first.",
  credential: "api_token",
  scope: "export",
  query: exportsQuery,
  responses: { 200: exportsAnswer },
  refusals: [400, 404],
  async handle({ account, query: { site_id, ...part }, request }) {
    const exports = await listExports(account, { siteId: site_id }, askedPart(part));
    return json(exportsJson(exports, exportUrl), 200, linkHeader(request.url, exports));
  },
});

export const POST = restRoute({
  operation: "createExport",
  summary: "Export a site",
  description:
    "The site is written into one file in the background, as it is when the writing begins: ask for the export until its status is done or failed. One at a time for an account.",
  credential: "api_token",
  scope: "export",
  body: newExportBody,
  responses: { 202: exportAnswer },
  refusals: [400, 404, 409, 422],
  async handle({ account, body: { export: asked } }) {
    const wanted = { includeSecrets: asked.include_secrets, recipient: asked.recipient };
    const begun = await beginExport(account, asked.site_id, wanted, null);
    return json({ export: exportJson(begun, exportUrl(begun)) }, 202);
  },
});
