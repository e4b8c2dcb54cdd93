import type { SiteContext } from "@/lib/db/resolve";
import type { Branding } from "../branding";
import { saveDraft } from "../save-draft";
import { keepLogo } from "./keep-logo";

/**
 * Takes a picture into the draft of a site's branding.
 *
 * @param dark whether it stands for the logo on dark ground
 * @throws AppError `invalid` when it is no picture that can be shown
 */
export async function sendLogo(
  site: SiteContext,
  sent: Uint8Array,
  { dark }: { dark: boolean },
): Promise<{ branding: Branding; isDraft: boolean }> {
  const { hash } = await keepLogo(site, sent);
  return saveDraft(site, { [dark ? "dark_logo" : "logo"]: hash });
}
