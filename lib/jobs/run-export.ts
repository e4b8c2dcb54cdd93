import { workExport } from "@/lib/core/portability/exports/work-export";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteJobs } from "./enqueue";

/** Writes the file of an export, until its end or until it is asked to stop; then it is begun anew elsewhere. */
export async function runExport(site: SiteContext, { exportId }: SiteJobs["run-export"], stopping: AbortSignal): Promise<void> {
  await workExport(site, BigInt(exportId), stopping);
}
