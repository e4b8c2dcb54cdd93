import type { AccountContext } from "@/lib/db/resolve";
import { covers } from "@/lib/kernel/api-scopes";
import { AppError, missingScope } from "@/lib/kernel/errors";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { getSite, type SiteRef } from "./get-site";

/**
 * Gives a site a new key for FastEditor. The old one ends at once: who makes a new one because the old leaked wants no overlap,
 * and FastEditor shows its own users a message until it has the new one.
 *
 * SECURITY: only the hash is kept, so this is the one time that it is shown; to whoever may read secrets. Who has it can try
 * passwords and create users.
 *
 * @throws AppError `missing_scope`, `not_found`; `conflict` when somebody else made one at the same moment
 */
export async function rotateFasteditorKey(account: AccountContext, ref: SiteRef): Promise<string> {
  if (!covers(account.granted, "secrets:read")) throw missingScope("secrets:read");
  const { id } = await getSite(account, ref);
  const old = await account.db.site.findFirst({ where: { id }, select: { fasteditorKeyHash: true } });
  const key = newToken("fek_");
  await withEvent(account.db, { type: "fasteditor_key.rotated", siteId: id }, async (db) => {
    const { count } = await db.site.updateMany({
      where: { id, fasteditorKeyHash: old?.fasteditorKeyHash ?? null },
      data: { fasteditorKeyHash: sha256(key) },
    });
    if (count === 0) throw new AppError("conflict");
  });
  return key;
}
