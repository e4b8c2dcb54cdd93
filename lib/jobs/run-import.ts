import { queueWork } from "@/lib/core/portability/imports/queue-work";
import { workImport } from "@/lib/core/portability/imports/work-import";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteJobs } from "./enqueue";

/** How many imports are worked on at once in this process. It is one less than there are places: exports go on beside them. */
const AT_ONCE = 2;
/** After how long one that found no place asks again. */
const AGAIN_S = 10;

const slot = Symbol.for("signin-fast.importing-accounts");
type Holder = { [slot]?: Set<bigint> };

/**
 * Works on an import until its end, or until it is asked to stop; then it is queued again where it is.
 *
 * One at a time for an account: an import may take hours, and the other places are other customers'.
 */
export async function runImport(site: SiteContext, { importId }: SiteJobs["run-import"], stopping: AbortSignal): Promise<void> {
  const holder = globalThis as Holder;
  holder[slot] ??= new Set();
  const [accounts, id] = [holder[slot], BigInt(importId)];
  const { accountId } = site.scope;
  if (accounts.has(accountId) || accounts.size >= AT_ONCE) return queueWork(site.db, id, { inS: AGAIN_S });
  accounts.add(accountId);
  try {
    await workImport(site, id, { stopping });
  } finally {
    accounts.delete(accountId);
  }
}
