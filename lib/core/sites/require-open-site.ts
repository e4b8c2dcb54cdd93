import { siteById } from "@/lib/db/hot/site-by";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Makes sure that a site is not suspended.
 *
 * @throws AppError `site_suspended`
 */
export function requireOpenSite({ site }: Pick<SiteContext, "site">): void {
  if (site.suspended) throw new AppError("site_suspended");
}

/**
 * Makes sure that a site was not suspended since it was looked up: for who finds that nothing was written, and says why.
 *
 * @throws AppError `site_suspended`; `not_found` when it was deleted
 */
export async function requireStillOpenSite({ scope }: Pick<SiteContext, "scope">): Promise<void> {
  const site = await siteById(scope.accountId, scope.siteId);
  if (!site) throw new AppError("not_found");
  requireOpenSite({ site });
}
