import type { AccountContext } from "@/lib/db/resolve";

/** Until when the secret before the last rotation of a site is good; null when none is. Nothing of the secret itself. */
export async function previousSecretUntil(account: AccountContext, siteId: bigint): Promise<Date | null> {
  const row = await account.db.site.findFirst({
    where: { id: siteId, previousSecretHash: { not: null }, previousSecretUntil: { gt: new Date() } },
    select: { previousSecretUntil: true },
  });
  return row?.previousSecretUntil ?? null;
}
