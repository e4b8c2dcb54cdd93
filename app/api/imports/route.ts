import { beginImport, MAX_IMPORT_BYTES } from "@/lib/core/portability/imports/begin-import";
import { listImports } from "@/lib/core/portability/imports/list-imports";
import { requireSite } from "@/lib/core/sites/require-site";
import { readUpload } from "@/lib/http/read-upload";
import { json, restRoute } from "@/lib/http/rest-route";
import { importJson, importsJson, importsQuery, newImportQuery } from "@/lib/rest/import";
import { linkHeader } from "@/lib/rest/shapes";

export const GET = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  query: importsQuery,
  statuses: [200, 400, 404],
  async handle({ account, query: { page, per_page, site_id }, request }) {
    const imports = await listImports(account, { siteId: site_id }, { page, perPage: per_page });
    return json(importsJson(imports), 200, linkHeader(request.url, imports));
  },
});

export const POST = restRoute({
  credential: "api_token",
  scope: "site_users:write",
  query: newImportQuery,
  isUpload: true,
  statuses: [202, 400, 404, 422],
  async handle({ account, query: { siteId, ...asked }, request }) {
    const site = await requireSite(account, siteId);
    const begun = await beginImport(site, readUpload(request, MAX_IMPORT_BYTES), { ...asked, createdBy: null });
    return json({ import: importJson(begun, { refused: [], noted: [] }) }, 202);
  },
});
