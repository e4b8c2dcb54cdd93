import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { getSite, type SiteRef } from "../sites/get-site";
import { requireSite } from "../sites/require-site";
import { forgetSigningKeys, insertSigningKey, makeSigningKey } from "./signing-keys";

/** For how long a new key is published before it signs: whoever keeps the list of keys has looked again by then. */
const PUBLISHED_BEFORE_MS = 15 * 60_000;
/** The longest that an access token of any dialect may live. */
const LONGEST_TOKEN_MS = 7 * 86_400_000;

/** A key that has taken its place. `previousUntil` is how long what was signed before is believed; null: nothing was. */
export type RotatedSigningKey = { readonly kid: string; readonly signsFrom: Date; readonly previousUntil: Date | null };

/**
 * Gives a site a new signing key. It is published at once and signs a little later; what the old one signed is good until it
 * expires by itself. The first key of a site signs at once.
 *
 * @param revoke ends everything instead: the new key signs from now on, no earlier access token is good, and every session is over
 * @throws AppError `not_found`; `conflict` when somebody else does the same at this moment
 */
export async function rotateSigningKey(account: AccountContext, ref: SiteRef, { revoke = false } = {}): Promise<RotatedSigningKey> {
  const site = await requireSite(account, (await getSite(account, ref)).id);
  // Before the transaction: it may take its turn behind others.
  const key = await makeSigningKey();
  const rotated = await site.db.$transaction(async (db) => {
    const newest = await db.signingKey.findFirst({ orderBy: { generation: "desc" }, select: { generation: true } });
    const generation = newest?.generation ?? 0;
    const signsFrom = new Date(Date.now() + (revoke || !newest ? 0 : PUBLISHED_BEFORE_MS));
    const endsAt = revoke ? signsFrom : new Date(signsFrom.getTime() + LONGEST_TOKEN_MS);
    if (!(await insertSigningKey({ db }, { ...key, generation: generation + 1, signsFrom }))) throw new AppError("conflict");
    await db.signingKey.updateMany({ where: { generation: { lte: generation }, ...(revoke ? {} : { endsAt: null }) }, data: { endsAt } });
    if (revoke) await db.session.updateMany({ where: { endedAt: null }, data: { endedAt: signsFrom } });
    await recordEvent(db, { type: "signing_key.rotated", data: { kid: key.kid, revoked: revoke } });
    return { kid: key.kid, signsFrom, previousUntil: newest && endsAt };
  });
  forgetSigningKeys(site);
  return rotated;
}
