import { HEAD_BYTES } from "@/lib/core/portability/formats/detect-format";
import { lookAtFile } from "@/lib/core/portability/imports/look-at-file";
import { requireSite } from "@/lib/core/sites/require-site";
import { operatorUpload } from "@/lib/http/operator-upload";
import { readUpload } from "@/lib/http/read-upload";
import { idParam } from "@/lib/rest/shapes";

/** Tells what a file is by its first bytes, before all of it is sent. */
export const POST = operatorUpload(async (operator, { request, params }) => {
  await requireSite(operator, idParam.catch(0n).parse(params.id));
  const chunks: Uint8Array[] = [];
  for await (const chunk of readUpload(request, HEAD_BYTES)) chunks.push(chunk);
  return lookAtFile(Buffer.concat(chunks));
});
