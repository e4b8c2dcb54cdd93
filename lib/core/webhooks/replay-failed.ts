import type { SiteContext } from "@/lib/db/resolve";
import { asNew } from "./replay-delivery";
import { requireEndpointOn } from "./require-endpoint-on";
import { wakeEndpoint } from "./wake-endpoint";

/** So many deliveries are sent again by one call. */
export const MOST_REPLAYED = 1_000;

/**
 * Sends once more whatever was queued for an endpoint since a time and has failed, up to a thousand.
 *
 * @returns how many that are
 * @throws AppError `not_found`; `invalid` where the endpoint is off
 */
export async function replayFailed({ db }: SiteContext, endpointId: bigint, since: Date): Promise<number> {
  return db.$transaction(async (db) => {
    const endpoint = await requireEndpointOn(db, endpointId);
    const where = { endpointId, state: "failed" as const, createdAt: { gte: since } };
    const { count } = await db.webhookDelivery.updateMany({ where, data: asNew(), limit: MOST_REPLAYED });
    if (count > 0) await wakeEndpoint(db, endpoint);
    return count;
  });
}
