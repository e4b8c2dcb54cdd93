import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { openSite, type Site } from "./site";
import { siteColumns } from "./site-fields";

/** A site by its id or its slug. */
export type SiteRef = { readonly id: bigint } | { readonly slug: string };

/**
 * One of the account's sites.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getSite(account: AccountContext, ref: SiteRef): Promise<Site> {
  const row = await account.db.site.findFirst({ where: ref, select: siteColumns });
  if (!row) throw new AppError("not_found");
  return openSite(row);
}
