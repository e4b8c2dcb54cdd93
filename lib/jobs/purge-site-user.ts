import { eraseSiteUser } from "@/lib/core/site-users/erase-site-user";
import type { SiteContext } from "@/lib/db/resolve";
import { isAppError } from "@/lib/kernel/errors";
import type { SiteJobs } from "./enqueue";

/** Deletes a user who asked for it, unless it was called off since or they are gone already. */
export async function purgeSiteUser(site: SiteContext, { siteUserId }: SiteJobs["purge-site-user"]): Promise<void> {
  try {
    await eraseSiteUser(site, BigInt(siteUserId), { due: true });
  } catch (error) {
    if (!isAppError(error) || error.code !== "not_found") throw error;
  }
}
