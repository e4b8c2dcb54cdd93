import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";

/**
 * Ends an API token at once.
 *
 * @throws AppError `not_found`, also for somebody else's and for one that was revoked before
 */
export async function revokeApiToken({ db }: AccountContext, { id }: { id: bigint }): Promise<void> {
  await withEvent(db, { type: "api_token.revoked", data: { api_token_id: String(id) } }, async (inside) => {
    const { count } = await inside.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
    if (count === 0) throw new AppError("not_found");
  });
}
