import { LOGO_LIMITS } from "@/lib/core/branding/logo/draw-logo";
import { sendLogo } from "@/lib/core/branding/logo/send-logo";
import { requireSite } from "@/lib/core/sites/require-site";
import { operatorUpload } from "@/lib/http/operator-upload";
import { readUpload } from "@/lib/http/read-upload";
import { idParam } from "@/lib/rest/shapes";

/** Takes a picture into the draft of a site's branding; `?dark=yes`: the one for dark ground. */
export const POST = operatorUpload(async (operator, { request, params }) => {
  const site = await requireSite(operator, idParam.catch(0n).parse(params.id));
  const chunks: Uint8Array[] = [];
  for await (const chunk of readUpload(request, LOGO_LIMITS.sentBytes)) chunks.push(chunk);
  return sendLogo(site, Buffer.concat(chunks), { dark: new URL(request.url).searchParams.get("dark") === "yes" });
});
