import type { SiteContext } from "@/lib/db/resolve";
import { inSnapshot } from "@/lib/db/snapshot";
import { countBundle } from "../bundle/count-bundle";
import { writeBundle } from "../bundle/write-bundle";
import { encryptedTo } from "./recipient";

/** How far an export has come; whoever wants to know looks at it from time to time. */
export type ExportProgress = { rowsDone: number; rowsTotal: number | null };

/**
 * A site as a bundle, as it is when the first byte is asked for, encrypted to the recipient if there is one.
 *
 * SECURITY: with secrets it holds every password hash; whoever calls this has looked who asks.
 */
export function exportBytes(
  site: SiteContext,
  { includeSecrets: secrets, recipient }: { readonly includeSecrets: boolean; readonly recipient: string | null },
  progress: ExportProgress,
): AsyncGenerator<Uint8Array> {
  const bundle = inSnapshot(site.scope, async function* (snapshot) {
    progress.rowsTotal = await countBundle(snapshot);
    const onRows = (rows: number) => {
      progress.rowsDone = rows;
    };
    yield* writeBundle(snapshot, { site: site.site, secrets, recipient, progress: onRows });
  });
  return recipient === null ? bundle : encryptedTo(recipient, bundle);
}
