import { openExport } from "@/lib/core/portability/exports/open-export";
import { clientOf } from "@/lib/http/client";
import { fileDownload } from "@/lib/http/file-download";
import { restRoute } from "@/lib/http/rest-route";
import { downloadQuery, exportParams, fileAnswer } from "@/lib/rest/export";

/** The file of an export, for whoever holds the signed link that `GET /api/exports/:id` gave out. */
export const GET = restRoute({
  operation: "downloadExport",
  summary: "Download the file of an export",
  description: "By the link of the export: whoever holds it gets the file, without a token.",
  credential: "none",
  params: exportParams,
  query: downloadQuery,
  download: "application/octet-stream",
  responses: { 200: fileAnswer },
  refusals: [400, 404],
  async handle({ params, query, request }) {
    const file = await openExport({ exportId: params.id, ...query }, clientOf(request));
    return fileDownload(file.name, "application/octet-stream", file.read(), file.bytes);
  },
});
