import { countOrEstimate, type Total } from "../estimate";
import { type Parameters, parameters } from "../parameters";
import { type Beginning, behind, NEWEST_FIRST, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import { within } from "../reach";
import type { AccountScope, SiteScope } from "../scope";

/** An export as one of a list. */
export type ExportRecord = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly status: "pending" | "running" | "done" | "failed";
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
  readonly position: Position;
};

/** Exports of an account's sites or of one site, newest first, from a beginning on. */
export async function listExports(scope: AccountScope | SiteScope, { after, skip }: Beginning, take: number): Promise<ExportRecord[]> {
  const { values, add } = parameters();
  const rows = await queryPlanned<Placed<ExportRecord>>(
    scope,
    `SELECT t.id, t.site_id AS "siteId", t.status, t.include_secrets AS "includeSecrets", t.recipient, t.file_id AS "fileId", t.bytes, t.sha256,
       t.rows_done AS "rowsDone", t.rows_total AS "rowsTotal", t.problem, t.created_by AS "createdBy", t.created_at AS "createdAt",
       t.finished_at AS "finishedAt", ${positionColumns("t", NEWEST_FIRST)}
     FROM exports t WHERE ${sought(scope, add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)], NEWEST_FIRST)}
     ORDER BY ${orderBy("t", NEWEST_FIRST)} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

/** How many there are. */
export function countExports(scope: AccountScope | SiteScope): Promise<Total> {
  const { values, add } = parameters();
  return countOrEstimate(scope, `SELECT FROM exports t WHERE ${sought(scope, add)}`, orderBy("t"), values);
}

const sought = (scope: AccountScope | SiteScope, add: Parameters["add"]) => within(scope, "t", add);
