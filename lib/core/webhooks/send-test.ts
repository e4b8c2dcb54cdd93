import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { requireEndpointOn } from "./require-endpoint-on";
import { wakeEndpoint } from "./wake-endpoint";
import { TEST_TYPE } from "./webhook-types";

/**
 * Sends an endpoint a test, as any event is sent.
 *
 * @returns the id of its delivery
 * @throws AppError `not_found`; `invalid` where the endpoint is off
 */
export async function sendTest({ db, scope }: SiteContext, endpointId: bigint): Promise<bigint> {
  const id = newId();
  await db.$transaction(async (db) => {
    const endpoint = await requireEndpointOn(db, endpointId);
    const data = { site_id: Number(scope.siteId), webhook_endpoint_id: Number(endpointId) };
    const body = JSON.stringify({ type: TEST_TYPE, timestamp: `${new Date().toISOString().slice(0, 19)}Z`, data });
    await db.webhookDelivery.create({ data: { id, endpointId, eventId: newId(), eventType: TEST_TYPE, body } });
    await wakeEndpoint(db, endpoint);
  });
  return id;
}
