import { env } from "@/lib/kernel/env";
import { newExportLink } from "@/lib/kernel/export-link";
import type { Export } from "./export";

/** Where the file of an export is fetched from for the next quarter of an hour, or null when there is none. */
export function exportUrl({ id, status, fileId }: Export): string | null {
  if (status !== "done" || fileId === null) return null;
  const { expires, signature } = newExportLink(id);
  return `${env().appUrl}/api/exports/${id}/download?expires=${expires}&signature=${signature}`;
}
