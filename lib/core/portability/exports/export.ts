import type { ExportRecord } from "@/lib/db/hot/list-exports";

/** A site written into a file that its owner takes along. */
export type Export = Omit<ExportRecord, "position">;

export const exportColumns = {
  id: true,
  siteId: true,
  status: true,
  includeSecrets: true,
  recipient: true,
  fileId: true,
  bytes: true,
  sha256: true,
  rowsDone: true,
  rowsTotal: true,
  problem: true,
  createdBy: true,
  createdAt: true,
  finishedAt: true,
} as const;
