import type { SiteContext } from "@/lib/db/resolve";
import { isMethodOn } from "../sign-in/methods/require-method";

/** Whether a user has no passkey, at a site where they could sign in with one. */
export async function lacksPasskey(site: SiteContext, siteUserId: bigint): Promise<boolean> {
  return isMethodOn(site, "passkey") && (await site.db.passkey.findFirst({ where: { siteUserId }, select: { id: true } })) === null;
}
