import { countOrEstimate, type Total } from "../estimate";
import { type Parameters, parameters } from "../parameters";
import { type Beginning, behind, NEWEST_FIRST, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import { within } from "../reach";
import type { AccountScope, SiteScope } from "../scope";

/** An import as one of a list. */
export type ImportRecord = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly status: "pending" | "running" | "done" | "failed";
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
  readonly position: Position;
};

/** Imports into an account's sites or into one site, newest first, from a beginning on. */
export async function listImports(scope: AccountScope | SiteScope, { after, skip }: Beginning, take: number): Promise<ImportRecord[]> {
  const { values, add } = parameters();
  const rows = await queryPlanned<Placed<ImportRecord>>(
    scope,
    `SELECT t.id, t.site_id AS "siteId", t.status, t.dry_run AS "dryRun", t.format, t.file_id AS "fileId", t.file_name AS "fileName", t.bytes,
       t.bytes_done AS "bytesDone", t.rows_done AS "rowsDone", t.count_new AS "countNew", t.count_update AS "countUpdate",
       t.count_skip AS "countSkip", t.count_refuse AS "countRefuse", t.problem, t.created_by AS "createdBy", t.created_at AS "createdAt",
       t.started_at AS "startedAt", t.finished_at AS "finishedAt", ${positionColumns("t", NEWEST_FIRST)}
     FROM imports t WHERE ${sought(scope, add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)], NEWEST_FIRST)}
     ORDER BY ${orderBy("t", NEWEST_FIRST)} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

/** How many there are. */
export function countImports(scope: AccountScope | SiteScope): Promise<Total> {
  const { values, add } = parameters();
  return countOrEstimate(scope, `SELECT FROM imports t WHERE ${sought(scope, add)}`, orderBy("t"), values);
}

const sought = (scope: AccountScope | SiteScope, add: Parameters["add"]) => within(scope, "t", add);
