import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";

/**
 * Lets pass who shows the site's key for FastEditor.
 *
 * SECURITY: compared is a hash, by the database, and only of a text that could be such a key: how long that takes says nothing of
 * the key that is good.
 *
 * @throws AppError `unauthorized`
 */
export async function requireFasteditorKey(site: SiteContext, shown: string | null): Promise<void> {
  const fasteditorKeyHash = shown === null ? null : hashToken("fek_", shown);
  if (!fasteditorKeyHash || (await site.db.site.count({ where: { fasteditorKeyHash } })) === 0) throw new AppError("unauthorized");
}
