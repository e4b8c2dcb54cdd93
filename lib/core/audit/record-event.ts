import type { TenantDb } from "@/lib/db/tenant-db";
import { type Happened, happened } from "./happened";

/**
 * Writes an event down in the audit log, in the transaction of the handle: it is there if, and only if, what it tells of is.
 *
 * Whose it is, who did it and from where, the handle knows. What is told of a failure is given a handle without a transaction,
 * so that it outlives the one that failed.
 */
export async function recordEvent(db: TenantDb, event: Happened): Promise<void> {
  await db.$recordEvent(happened(event));
}
