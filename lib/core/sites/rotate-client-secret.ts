import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { newToken, seal, sha256 } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { getSite, type SiteRef } from "./get-site";
import { clientSecretContext } from "./site";

/** How long the old secret stays good beside the new one. */
export const OVERLAP_H = 24;

/**
 * Gives a site a new client secret. The old one stays good for a day, so that nobody is locked out while backends change
 * over; one that was replaced before it ends now.
 *
 * @throws AppError `not_found`; `conflict` when somebody else rotated it at the same moment
 */
export async function rotateClientSecret(account: AccountContext, ref: SiteRef): Promise<{ clientSecret: string; previousUntil: Date }> {
  const { id, clientSecret: old } = await getSite(account, ref);
  const secret = newToken("pst_");
  const previousUntil = new Date(Date.now() + OVERLAP_H * 3_600_000);
  await withEvent(account.db, { type: "client_secret.rotated", siteId: id }, async (db) => {
    const { count } = await db.site.updateMany({
      where: { id, clientSecretHash: sha256(old) },
      data: {
        clientSecretSealed: seal(secret, clientSecretContext(id)),
        clientSecretHash: sha256(secret),
        previousSecretHash: sha256(old),
        previousSecretUntil: previousUntil,
      },
    });
    if (count === 0) throw new AppError("conflict");
  });
  return { clientSecret: secret, previousUntil };
}
