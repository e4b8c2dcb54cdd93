import type { Metadata } from "next";
import { getBranding } from "@/lib/core/branding/get-branding";
import { requireSite } from "@/lib/core/sites/require-site";
import { PREVIEW_STATES } from "@/lib/http/preview-states";
import { currentSite } from "../current-site";
import { BrandingEditor } from "./branding-editor";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site } = await currentSite((await params).id);
  return { title: `Branding · ${site.name}` };
}

/** How the pages of a site look: the form on one side, the real page with the draft on the other. */
export default async function BrandingPage({ params }: Props) {
  const { id } = await params;
  const { operator, site } = await currentSite(id);
  const { published, draft } = await getBranding(await requireSite(operator, site.id));
  const states = Object.fromEntries(Object.entries(PREVIEW_STATES).map(([state, { name }]) => [state, name]));
  return (
    <BrandingEditor siteId={id} name={site.name} slug={site.slug} kept={draft ?? published} isDraft={draft !== null} states={states} />
  );
}
