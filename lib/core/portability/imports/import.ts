import type { ImportRecord } from "@/lib/db/hot/list-imports";
import type { ImportOptions } from "./import-options";

/** Users brought into a site from a file. */
export type Import = Omit<ImportRecord, "position">;

export const importColumns = {
  id: true,
  siteId: true,
  status: true,
  dryRun: true,
  format: true,
  fileId: true,
  fileName: true,
  bytes: true,
  bytesDone: true,
  rowsDone: true,
  countNew: true,
  countUpdate: true,
  countSkip: true,
  countRefuse: true,
  problem: true,
  createdBy: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
} as const;

/** What is to be said about one row of the file. */
export type ImportNote = { readonly row: number; readonly refused: boolean; readonly messages: readonly string[] };

/** An import that somebody works on. */
export type RunningImport = {
  readonly id: bigint;
  readonly dryRun: boolean;
  readonly format: string | null;
  readonly fileId: bigint;
  readonly bytes: number;
  readonly rowsDone: number;
  readonly options: ImportOptions;
};
