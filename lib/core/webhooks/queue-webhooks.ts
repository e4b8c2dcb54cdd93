import type { TenantDb } from "@/lib/db/tenant-db";
import { MOST_ENDPOINTS, type WebhookEvent } from "@/lib/db/webhook-statements";
import { newId } from "@/lib/kernel/ids";

/**
 * Queues an event for each endpoint of the site that wants it, in the transaction that made it happen: it is sent if, and only if,
 * that transaction commits. One statement, which writes nothing where nobody wants it.
 */
export async function queueWebhooks(db: TenantDb, event: WebhookEvent): Promise<void> {
  await db.$queueWebhooks(event, Array.from({ length: MOST_ENDPOINTS }, newId));
}
