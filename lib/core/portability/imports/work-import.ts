import type { SiteContext } from "@/lib/db/resolve";
import { isAppError } from "@/lib/kernel/errors";
import { finishImport } from "./finish-import";
import { importRows, type Watch } from "./import-rows";
import { restoreSite } from "./restore-site";
import { takeUpImport } from "./take-up-import";

/**
 * Works on an import until it is at its end, from wherever it was left. Killed at any moment and called again, it comes to the
 * same: a batch is written together with the number of rows that are done, and rows that are done are passed over.
 *
 * What is wrong with the file ends it as failed, with the reason. Any other fault is thrown and leaves it where it is.
 */
export async function workImport(site: SiteContext, importId: bigint, watch: Watch = {}): Promise<void> {
  const running = await takeUpImport(site, importId);
  if (!running) return;
  try {
    if (!(await importRows(site, running, watch))) return;
    if (running.format === "bundle" && !running.dryRun) await restoreSite(site, running);
    await finishImport(site, running, null);
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    await finishImport(site, running, error.issues[0]?.message ?? error.message);
  }
}
