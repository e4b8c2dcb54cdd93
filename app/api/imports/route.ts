import { beginImport, MAX_IMPORT_BYTES } from "@/lib/core/portability/imports/begin-import";
import { listImports } from "@/lib/core/portability/imports/list-imports";
import { requireMayBringSettings } from "@/lib/core/portability/imports/require-may-bring-settings";
import { requireSite } from "@/lib/core/sites/require-site";
import { readUpload } from "@/lib/http/read-upload";
import { json, restRoute } from "@/lib/http/rest-route";
import { importAnswer, importJson, importsAnswer, importsJson, importsQuery, newImport, newImportQuery } from "@/lib/rest/import";
import { askedPart, linkHeader } from "@/lib/rest/shapes";

export const GET = restRoute({
  operation: "listImports",
  summary: "List imports",
  description: "The imports into one site, or into all your sites; newest first.",
  credential: "api_token",
  scope: "site_users:write",
  query: importsQuery,
  responses: { 200: importsAnswer },
  refusals: [400, 404],
  async handle({ account, query: { site_id, ...part }, request }) {
    const imports = await listImports(account, { siteId: site_id }, askedPart(part));
    return json(importsJson(imports), 200, linkHeader(request.url, imports));
  },
});

export const POST = restRoute({
  operation: "createImport",
  summary: "Import users from a file",
  description:
    "The body is the file itself, up to 2 GiB; what it is, is detected. It is imported in the background: ask for the import until its status is done or failed. A row that cannot be imported is told with its number, and stops nothing. The same file again changes nothing. With `settings`, a token needs the scopes `sites:write` and `secrets:read` as well.",
  credential: "api_token",
  scope: "site_users:write",
  query: newImportQuery,
  isUpload: true,
  responses: { 202: importAnswer },
  refusals: [400, 404, 422],
  async handle({ account, query, request }) {
    const site = await requireSite(account, query.site_id);
    const asked = newImport(query);
    requireMayBringSettings(account, asked.options);
    const begun = await beginImport(site, readUpload(request, MAX_IMPORT_BYTES), { ...asked, createdBy: null });
    return json({ import: importJson(begun) }, 202);
  },
});
