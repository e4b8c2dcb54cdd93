import { z } from "zod";
import { anySiteOfSlug } from "@/lib/db/resolve";
import { SYSTEM } from "@/lib/kernel/actor";
import { AppError, invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { recordEvent } from "../../audit/record-event";
import { type ExportProgress, exportBytes } from "./export-bytes";
import { recipientField } from "./recipient";
import { writeNewFile } from "./write-new-file";

const PROGRESS_MS = 500;

/**
 * Writes a site into a file of this machine, for whoever runs the installation. A file that is there already is not touched;
 * one that could not be written to its end is removed.
 *
 * @param say is told how far it has come, as text for a terminal
 * @throws AppError `invalid` for a site, a file or a recipient that will not do
 */
export async function exportToFile(
  slug: string,
  path: string,
  asked: { readonly includeSecrets: boolean; readonly recipient: string | null },
  say: (text: string) => void,
): Promise<{ rows: number; bytes: number }> {
  if (path === "") throw invalid("out", "Say where to: --out FILE");
  const { recipient } = checkFields(z.object({ recipient: recipientField.nullable() }), asked);
  const site = await anySiteOfSlug(slug, SYSTEM);
  if (!site) throw new AppError("invalid", { issues: [{ path: "site", message: "There is no site with this slug: --site SLUG" }] });
  const progress: ExportProgress = { rowsDone: 0, rowsTotal: null };
  const ticking = setInterval(() => say(`\r${progress.rowsDone} of ${progress.rowsTotal ?? "?"} rows`), PROGRESS_MS);
  try {
    await recordEvent(site.db, { type: "export.downloaded", data: { by_command: true, include_secrets: asked.includeSecrets } });
    const bytes = await writeNewFile(path, exportBytes(site, { ...asked, recipient }, progress));
    return { rows: progress.rowsDone, bytes };
  } finally {
    clearInterval(ticking);
    say("\r");
  }
}
