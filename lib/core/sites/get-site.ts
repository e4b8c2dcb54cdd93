import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { openSite, type Site } from "./site";
import { siteColumns } from "./site-fields";

/** A site by its id, its slug, or whichever of the two fits: to be read, a slug may be all digits. Where each fits another site, the id counts. */
export type SiteRef = { readonly id?: bigint; readonly slug?: string };

/**
 * One of the account's sites.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getSite(account: AccountContext, ref: SiteRef): Promise<Site> {
  const either = [ref.id === undefined ? [] : { id: ref.id }, ref.slug === undefined ? [] : { slug: ref.slug }].flat();
  const rows = await account.db.site.findMany({ where: { OR: either }, select: siteColumns });
  const row = rows.find(({ id }) => id === ref.id) ?? rows[0];
  if (!row) throw new AppError("not_found");
  return openSite(row);
}
