import { offeredProviders } from "@/lib/core/identity-providers/offered-providers";
import { isMethodOn } from "@/lib/core/sign-in/methods/require-method";
import type { SiteContext } from "@/lib/db/resolve";
import type { ShownProvider } from "@/lib/hosted/view";

/** The providers whose buttons the pages of a site show. */
export async function shownProviders(site: SiteContext): Promise<ShownProvider[]> {
  if (!isMethodOn(site, "social")) return [];
  return (await offeredProviders(site)).map(({ id, ...provider }) => ({ ...provider, id: String(id) }));
}
