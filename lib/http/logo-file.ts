import { brandingOf } from "@/lib/core/branding/branding";
import { findLogo } from "@/lib/core/branding/logo/find-logo";
import { anySiteOfSlug, type SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { refusalPage } from "./refusal-page";
import { type ContractedRoute, contracted } from "./route";

/** Of a picture that its address names by its content; of one that may be another one soon. */
const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_A_WHILE = "public, max-age=300";

/**
 * A logo of a site: `?v=` names it by its hash. In place of one that is gone, from an old mail say, comes the one of today.
 *
 * SECURITY: public as the page it stands on, so it needs no cookie and sets none. It is that picture and nothing else, wherever
 * it is opened. The hash of a draft's logo is known to whoever has seen the draft. A suspended site's is shown on: its customer
 * sees it in the dashboard.
 */
export const logoFile: ContractedRoute = contracted(
  { kind: "public", credential: "none", statuses: [200, 404] },
  async (request, context) => {
    try {
      const slug = String((await context.params).site);
      const site = await anySiteOfSlug(slug.startsWith("@") ? slug.slice(1) : slug);
      if (!site) throw new AppError("not_found");
      const named = await findLogo(site, new URL(request.url).searchParams.get("v") ?? "");
      const file = named ?? (await logoOfToday(site));
      if (!file) throw new AppError("not_found");
      return new Response(new Uint8Array(file.bytes), {
        headers: {
          "content-type": file.type,
          "content-length": String(file.bytes.length),
          "cache-control": named ? FOR_EVER : FOR_A_WHILE,
          "content-security-policy": "default-src 'none'; sandbox",
          "cross-origin-resource-policy": "cross-origin",
        },
      });
    } catch (error) {
      return refusalPage(toAppError(error), request);
    }
  },
);

function logoOfToday(site: SiteContext) {
  const { logo, dark_logo: dark } = brandingOf(JSON.parse(site.site.branding));
  return findLogo(site, (logo ?? dark)?.hash ?? "");
}
