import { parameters } from "../parameters";
import { type Beginning, behind, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import { within } from "../reach";
import type { AccountScope, SiteScope } from "../scope";

/** What goes in or out of a site as a file. */
type Transfers = "imports" | "exports";

/** Imports or exports of an account or of a site from a beginning on, newest first: which they are, and where in the list. */
export async function findTransfers(
  table: Transfers,
  scope: AccountScope | SiteScope,
  { after, skip }: Beginning,
  take: number,
): Promise<{ readonly id: bigint; readonly position: Position }[]> {
  const { values, add } = parameters();
  const text = `SELECT t.id, ${positionColumns("t")} FROM ${table} t
    WHERE ${within(scope, "t", add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)])}
    ORDER BY ${orderBy("t")} OFFSET ${add(skip)} LIMIT ${add(take)}`;
  return (await queryPlanned<Placed<{ id: bigint }>>(text, values)).map(withPosition);
}

/** How many there are. */
export async function countTransfers(table: Transfers, scope: AccountScope | SiteScope): Promise<number> {
  const { values, add } = parameters();
  const [row] = await queryPlanned<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} t WHERE ${within(scope, "t", add)}`,
    values,
  );
  return row?.count ?? 0;
}
