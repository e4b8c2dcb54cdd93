/** How far an export has come. */
export type ExportStatus = "pending" | "running" | "done" | "failed";

/** A site written into a file that its owner takes along. */
export type Export = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly status: ExportStatus;
  readonly includeSecrets: boolean;
  /** The public key that the file is encrypted to. */
  readonly recipient: string | null;
  /** Null until the file is begun, and again once it is deleted. */
  readonly fileId: bigint | null;
  readonly bytes: bigint | null;
  readonly sha256: Uint8Array | null;
  readonly rowsDone: number;
  readonly rowsTotal: number | null;
  /** Why it failed, or why its file is gone. */
  readonly problem: string | null;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

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
