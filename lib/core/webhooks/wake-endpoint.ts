import type { TenantDb } from "@/lib/db/tenant-db";
import { enqueue } from "@/lib/jobs/enqueue";

/** An endpoint, and since when nothing has arrived there. */
type Endpoint = { readonly id: bigint; readonly failingSince: Date | null };

/**
 * Has an endpoint sent what waits for it: now, or at a time.
 *
 * Two keys, so that what is to be sent later never puts off what is to be sent now.
 */
export async function wakeEndpoint(db: TenantDb, { id, failingSince }: Endpoint, at?: Date): Promise<void> {
  const name = failingSince ? "retry-webhooks" : "send-webhooks";
  const later = at && { key: `webhooks:${id}:later`, inS: Math.max(0, Math.ceil((at.getTime() - Date.now()) / 1_000)) };
  await enqueue(db, name, { endpointId: String(id) }, later ?? { key: `webhooks:${id}` });
}
