import type { Export } from "@/lib/core/portability/exports/export";
import { mayFetchExport } from "@/lib/core/portability/exports/may-fetch-export";
import type { CurrentOperator } from "../../../../session";

/** An export as the browser gets it. */
export type ExportSeen = Pick<Export, "status" | "includeSecrets" | "rowsDone" | "rowsTotal" | "problem"> & {
  readonly id: string;
  readonly megabytes: string | null;
  /** A UTC time. */
  readonly at: string;
  /** Where its file is fetched, or null when it is not to be had. */
  readonly href: string | null;
};

export function exportSeen(operator: CurrentOperator, given: Export): ExportSeen {
  const { status, includeSecrets, rowsDone, rowsTotal, problem, bytes } = given;
  return {
    id: String(given.id),
    status,
    includeSecrets,
    rowsDone,
    rowsTotal,
    problem,
    megabytes: bytes === null ? null : Math.max(0.1, Number(bytes) / 1e6).toFixed(1),
    at: (given.finishedAt ?? given.createdAt).toISOString(),
    href: mayFetchExport(operator, given) ? `/dashboard/exports/${given.id}` : null,
  };
}
