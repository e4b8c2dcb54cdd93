import { kindOf } from "@/lib/core/identity-providers/identity-provider";
import { isMethodOn } from "@/lib/core/sign-in/methods/require-method";
import type { SiteContext } from "@/lib/db/resolve";
import type { ShownProvider } from "@/lib/hosted/view";

/** The providers whose buttons the pages of a site show. */
export function shownProviders(site: SiteContext): ShownProvider[] {
  if (!isMethodOn(site, "social")) return [];
  return site.site.providers.map(({ kind, ...provider }) => ({ ...provider, kind: kindOf(kind) }));
}
