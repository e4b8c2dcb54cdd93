import type { SiteContext } from "@/lib/db/resolve";
import { isAppError } from "@/lib/kernel/errors";
import { finishImport } from "./finish-import";
import { importRows, type Watch } from "./import-rows";
import { restoreSite } from "./restore-site";
import { takeUpImport } from "./take-up-import";

/** How often it says that it is alive, beside with each batch: passwords may wait for spare time, and a resumed file is read from its start. */
const ALIVE_MS = 30_000;

/**
 * Works on an import until it is at its end, from wherever it was left. Killed at any moment and called again, it comes to the
 * same: a batch is written together with the number of rows that are done, and rows that are done are passed over.
 *
 * What is wrong with the file ends it as failed, with the reason. Any other fault is thrown and leaves it where it is.
 */
export async function workImport(site: SiteContext, importId: bigint, watch: Watch = {}): Promise<void> {
  const running = await takeUpImport(site, importId);
  if (!running) return;
  const alive = () => site.db.import.updateMany({ where: { id: importId, status: "running" }, data: { workedAt: new Date() } });
  const ticking = setInterval(() => alive().catch(() => undefined), ALIVE_MS);
  try {
    if (!(await importRows(site, running, watch))) return;
    if (running.format === "bundle" && !running.dryRun) await restoreSite(site, running);
    await finishImport(site, running, null);
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    await finishImport(site, running, error.issues[0]?.message ?? error.message);
  } finally {
    clearInterval(ticking);
  }
}
