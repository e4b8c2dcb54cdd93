import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { getSite, type SiteRef } from "../sites/get-site";
import { requireSite } from "../sites/require-site";
import { forgetSigningKeys, insertSigningKey } from "./signing-keys";

/** For how long a new key is published before it signs: whoever keeps the list of keys has looked again by then. */
const PUBLISHED_BEFORE_MS = 15 * 60_000;
/** The longest that an access token of any dialect may live. */
const LONGEST_TOKEN_MS = 7 * 86_400_000;

/**
 * Gives a site a new signing key. It is published at once and signs a little later; what the old one signed is good until it
 * expires by itself.
 *
 * @param revoke ends everything instead: the new key signs from now on, no earlier access token is good, and every session is over
 * @throws AppError `not_found`; `conflict` when somebody else does the same at this moment
 */
export async function rotateSigningKey(account: AccountContext, ref: SiteRef, { revoke = false } = {}): Promise<void> {
  const site = await requireSite(account, (await getSite(account, ref)).id);
  const newest = await site.db.signingKey.findFirst({ orderBy: { generation: "desc" }, select: { generation: true } });
  const signsFrom = new Date(Date.now() + (revoke ? 0 : PUBLISHED_BEFORE_MS));
  const endsAt = revoke ? signsFrom : new Date(signsFrom.getTime() + LONGEST_TOKEN_MS);
  if (!(await insertSigningKey(site, { generation: (newest?.generation ?? 0) + 1, signsFrom }))) throw new AppError("conflict");
  await site.db.signingKey.updateMany({ where: { generation: { lte: newest?.generation ?? 0 }, endsAt: null }, data: { endsAt } });
  if (revoke) {
    await site.db.signingKey.updateMany({ where: { generation: { lte: newest?.generation ?? 0 } }, data: { endsAt } });
    await site.db.session.updateMany({ where: { endedAt: null }, data: { endedAt: signsFrom } });
  }
  forgetSigningKeys(site);
}
