import { workImport } from "@/lib/core/portability/imports/work-import";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteJobs } from "./enqueue";

/** Works on an import until its end, or until it is asked to stop; then it is queued again where it is. */
export async function runImport(site: SiteContext, { importId }: SiteJobs["run-import"], stopping: AbortSignal): Promise<void> {
  await workImport(site, BigInt(importId), { stopping });
}
