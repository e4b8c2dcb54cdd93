import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { withEvent } from "../audit/with-event";

/**
 * Removes an endpoint from a site with the log of its deliveries. What is on its way is not sent any more.
 *
 * @throws AppError `not_found`
 */
export async function deleteWebhookEndpoint({ db }: SiteContext, id: bigint): Promise<void> {
  const event = { type: "webhook_endpoint.deleted", data: { webhook_endpoint_id: String(id) } } as const;
  await withEvent(db, event, async (db) => {
    const { count } = await db.webhookEndpoint.deleteMany({ where: { id } });
    if (count === 0) throw new AppError("not_found");
  });
}
