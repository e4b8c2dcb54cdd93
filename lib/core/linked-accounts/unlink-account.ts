import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { providerOfIssuer } from "./provider-of-issuer";

/**
 * Unlinks an account elsewhere from its user, who keeps another way in: a password, or an account at a provider that is on.
 *
 * SECURITY: judged under a lock of the user, so two that are unlinked at once do not both count on the other.
 *
 * @throws AppError `not_found`, `last_way_in`
 */
export async function unlinkAccount(site: SiteContext, siteUserId: bigint, id: bigint): Promise<void> {
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { passwordSealed: true } });
    const { count } = await db.linkedAccount.deleteMany({ where: { siteUserId, id } });
    if (!user || count === 0) throw new AppError("not_found");
    if (user.passwordSealed !== null) return;
    const others = await db.linkedAccount.findMany({ where: { siteUserId }, select: { issuer: true } });
    const providers = await db.identityProvider.findMany({ where: { enabled: true }, select: { kind: true, issuer: true } });
    if (!others.some(({ issuer }) => providerOfIssuer(providers, issuer))) throw new AppError("last_way_in");
  });
}
