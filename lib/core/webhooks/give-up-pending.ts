import type { TenantDb } from "@/lib/db/tenant-db";

/** Gives up whatever waits for an endpoint that is off. It can be sent again once that is on. */
export async function giveUpPending(db: TenantDb, endpointId: bigint): Promise<void> {
  const data = { state: "failed" as const, nextAttemptAt: null, finishedAt: new Date() };
  await db.webhookDelivery.updateMany({ where: { endpointId, state: "pending" }, data });
}
