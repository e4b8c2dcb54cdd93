import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { requireEndpointOn } from "./require-endpoint-on";
import { wakeEndpoint } from "./wake-endpoint";

/** A delivery as if nothing had been tried. */
export const asNew = () => ({ state: "pending" as const, tries: 0, nextAttemptAt: new Date(), finishedAt: null });

/**
 * Sends a delivery once more, at once and with all its retries, whatever has become of it.
 *
 * @throws AppError `not_found`; `invalid` where its endpoint is off
 */
export async function replayDelivery({ db }: SiteContext, id: bigint): Promise<void> {
  await db.$transaction(async (db) => {
    const [delivery] = await db.webhookDelivery.updateManyAndReturn({ where: { id }, data: asNew(), select: { endpointId: true } });
    if (!delivery) throw new AppError("not_found");
    await wakeEndpoint(db, await requireEndpointOn(db, delivery.endpointId));
  });
}
