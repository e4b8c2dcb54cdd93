import type { SiteContext } from "@/lib/db/resolve";

/** Whether a user signs in with a password, or has none. */
export async function hasPassword({ db }: SiteContext, siteUserId: bigint): Promise<boolean> {
  return (await db.siteUser.count({ where: { id: siteUserId, passwordSealed: { not: null } } })) === 1;
}
