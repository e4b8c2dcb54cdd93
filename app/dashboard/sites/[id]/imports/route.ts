import { beginImport, MAX_IMPORT_BYTES } from "@/lib/core/portability/imports/begin-import";
import { requireSite } from "@/lib/core/sites/require-site";
import { operatorUpload } from "@/lib/http/operator-upload";
import { readUpload } from "@/lib/http/read-upload";
import { checkFields } from "@/lib/kernel/fields";
import { newImport, newImportQuery } from "@/lib/rest/import";
import { idParam } from "@/lib/rest/shapes";

/** Takes a file that an operator wants to import, and begins with counting. */
export const POST = operatorUpload(async (operator, { request, params }) => {
  const site = await requireSite(operator, idParam.catch(0n).parse(params.id));
  const query = checkFields(newImportQuery, {
    ...Object.fromEntries(new URL(request.url).searchParams),
    site_id: String(site.scope.siteId),
  });
  const asked = { ...newImport(query), dryRun: true, createdBy: operator.operator.email };
  const { id } = await beginImport(site, readUpload(request, MAX_IMPORT_BYTES), asked);
  return { id: String(id) };
});
