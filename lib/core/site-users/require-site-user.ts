import type { AccountContext, SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireSite } from "../sites/require-site";
import { type SiteUser, siteUserColumns } from "./site-user";

/** A site user with what their address is compared by. */
export type SiteUserInSite = SiteUser & { readonly emailCanonical: string };

/**
 * A user of one of the account's sites, and that site, to act on them there.
 *
 * @throws AppError `not_found`, also for somebody else's site or user, and for a user of another site of the account
 */
export async function requireSiteUser(
  account: AccountContext,
  siteId: bigint,
  userId: bigint,
): Promise<{ site: SiteContext; user: SiteUserInSite }> {
  const site = await requireSite(account, siteId);
  const user = await site.db.siteUser.findFirst({
    where: { id: userId },
    select: { ...siteUserColumns, emailCanonical: true },
  });
  if (!user) throw new AppError("not_found");
  return { site, user };
}
