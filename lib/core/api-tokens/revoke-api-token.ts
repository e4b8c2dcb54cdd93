import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

/**
 * Ends an API token at once.
 *
 * @throws AppError `not_found`, also for somebody else's and for one that was revoked before
 */
export async function revokeApiToken({ db }: AccountContext, { id }: { id: bigint }): Promise<void> {
  const { count } = await db.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  if (count === 0) throw new AppError("not_found");
}
