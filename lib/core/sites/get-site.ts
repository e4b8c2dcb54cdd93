import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { openSite, type Site } from "./site";
import { siteColumns } from "./site-fields";

/** A site by its id, its slug, or whichever of the two fits: a slug may be all digits. */
export type SiteRef = { readonly id?: bigint; readonly slug?: string };

/**
 * One of the account's sites.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getSite(account: AccountContext, ref: SiteRef): Promise<Site> {
  const either = [ref.id === undefined ? [] : { id: ref.id }, ref.slug === undefined ? [] : { slug: ref.slug }].flat();
  const row = await account.db.site.findFirst({ where: { OR: either }, select: siteColumns });
  if (!row) throw new AppError("not_found");
  return openSite(row);
}
