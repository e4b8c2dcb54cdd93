import type { TenantDb } from "@/lib/db/tenant-db";
import { enqueue } from "@/lib/jobs/enqueue";

/** Asks for a worker to work on an import, once however often it is asked. `tendImports` asks again for what was left. */
export function queueWork(db: TenantDb, importId: bigint, { inS = 0 } = {}): Promise<void> {
  return enqueue(db, "run-import", { importId: String(importId) }, { maxAttempts: 1, key: `run-import:${importId}`, inS });
}
