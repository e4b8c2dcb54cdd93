import type { TenantDb } from "@/lib/db/tenant-db";
import { AppError, invalid } from "@/lib/kernel/errors";

/**
 * Lets pass an endpoint that something can be sent to.
 *
 * @throws AppError `not_found`; `invalid` where it is off
 */
export async function requireEndpointOn(db: TenantDb, id: bigint): Promise<{ id: bigint; failingSince: Date | null }> {
  const endpoint = await db.webhookEndpoint.findFirst({ where: { id }, select: { id: true, failingSince: true, enabled: true } });
  if (!endpoint) throw new AppError("not_found");
  if (!endpoint.enabled) throw invalid("", "The endpoint is off; turn it on first");
  return endpoint;
}
