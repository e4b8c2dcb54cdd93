import { deleteUnusedLogos, setBrandingDraft } from "@/lib/db/hot/branding-draft";
import type { SiteContext } from "@/lib/db/resolve";

/** Forgets the draft of a site's branding, with the logos that only it named. */
export async function discardDraft({ scope }: SiteContext): Promise<void> {
  await setBrandingDraft(scope, null);
  await deleteUnusedLogos(scope);
}
