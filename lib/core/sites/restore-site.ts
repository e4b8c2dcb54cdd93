import { restoreSite as restore } from "@/lib/db/hot/deleted-sites";
import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import { getSite, type SiteRef } from "./get-site";
import type { Site } from "./site";

/**
 * Brings a deleted site back as it was, with its users and its address.
 *
 * @throws AppError `not_found`, also for somebody else's, for one that is not deleted, and a week after it was
 */
export async function restoreSite(account: AccountContext, ref: SiteRef): Promise<Site> {
  const id = await restore(account.scope, ref, happened({ type: "site.restored" }));
  if (id === null) throw new AppError("not_found");
  return getSite(account, { id });
}
