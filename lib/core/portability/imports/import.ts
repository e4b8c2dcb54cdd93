import type { ImportOptions } from "./import-options";

/** How far a file that goes in or out has come. */
export type TransferStatus = "pending" | "running" | "done" | "failed";

/** Users brought into a site from a file. */
export type Import = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly status: TransferStatus;
  /** Only counts, and writes no user. */
  readonly dryRun: boolean;
  /** Which system the file is from. */
  readonly format: string | null;
  /** Null once the file is deleted. */
  readonly fileId: bigint | null;
  readonly fileName: string | null;
  readonly bytes: bigint;
  readonly bytesDone: bigint;
  readonly rowsDone: number;
  readonly countNew: number;
  readonly countUpdate: number;
  readonly countSkip: number;
  readonly countRefuse: number;
  /** Why it failed, in words. */
  readonly problem: string | null;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

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
