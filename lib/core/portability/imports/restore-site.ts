import type { SiteContext } from "@/lib/db/resolve";
import { BUNDLE_PARTS } from "../bundle/parts";
import { batches } from "./batches";
import type { RunningImport } from "./import";
import { openBundle } from "./rows-of-bundle";

const BATCH_ROWS = 500;

/**
 * Brings what a bundle holds beside its users into the site: their sign-ins, linked accounts and passkeys, and on request the settings.
 * A line that cannot be read is left out.
 */
export async function restoreSite(site: SiteContext, { fileId, bytes, options }: RunningImport): Promise<void> {
  const bundle = await openBundle(site, fileId, bytes);
  try {
    for (const part of BUNDLE_PARTS) {
      if (!part.restore || (part.settings && !options.settings)) continue;
      for await (const rows of batches(bundle.rows(part), BATCH_ROWS)) {
        await part.restore(
          site,
          rows.flatMap((row) => ("value" in row ? [row.value] : [])),
        );
      }
    }
  } finally {
    bundle.close();
  }
}
