import { deleteUnusedLogos, publishBrandingDraft } from "@/lib/db/hot/branding-draft";
import type { SiteContext } from "@/lib/db/resolve";
import { happened } from "../audit/happened";

/** Makes the draft of a site's branding what visitors see from now on, and forgets the logos that it named no more. */
export async function publishDraft({ scope }: SiteContext): Promise<void> {
  await publishBrandingDraft(scope, happened({ type: "branding.published" }));
  await deleteUnusedLogos(scope);
}
