import type { SiteContext } from "@/lib/db/resolve";
import { type Branding, brandingOf } from "./branding";

/** How a site's pages look to visitors, and how they are to look once somebody says so; null: no other way. */
export type BrandingAndDraft = { readonly published: Branding; readonly draft: Branding | null };

/** The branding of a site with its draft. */
export async function getBranding({ db }: SiteContext): Promise<BrandingAndDraft> {
  const site = await db.site.findFirst({ where: {}, select: { branding: true, brandingDraft: true } });
  return { published: brandingOf(site?.branding), draft: site?.brandingDraft ? brandingOf(site.brandingDraft) : null };
}
