import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Makes sure that a site is not suspended.
 *
 * @throws AppError `site_suspended`
 */
export function requireOpenSite({ site }: SiteContext): void {
  if (site.suspended) throw new AppError("site_suspended");
}
