import type { Total } from "@/lib/db/estimate";
import type { Beginning, Position } from "@/lib/db/position";
import { AppError } from "@/lib/kernel/errors";
import { openCursor, sealCursor } from "./cursor";

/** Which part of a list is asked for: a page, counted from 1, or what follows a cursor. */
export type Asked =
  | { readonly perPage: number; readonly page: number; readonly cursor?: undefined }
  | { readonly perPage: number; readonly cursor: string };

/** A part of a list. */
export type Listed<Row> = {
  readonly rows: Row[];
  readonly perPage: number;
  /** The cursor that leads on; null: this is the end. */
  readonly next: string | null;
  /** Which page it is, and of how many rows; null behind a cursor, where nothing is counted. */
  readonly counted: { readonly page: number; readonly total: Total } | null;
};

/** How many rows a page can lie behind the start. Each of them is read and thrown away. */
export const DEEPEST = 100_000;

/**
 * Reads one part of a list. A page behind the end is empty and costs no scan.
 *
 * @param binding what its cursors are bound to
 * @throws AppError `bad_request` for a cursor that is not valid for this list, and for a page that is too far behind
 */
export async function readPart<Row extends { readonly position: Position }>(
  asked: Asked,
  binding: string,
  source: { count(): Promise<Total>; rows(from: Beginning, take: number): Promise<Row[]> },
): Promise<Listed<Row>> {
  const { perPage } = asked;
  const read = async (from: Beginning) => {
    const rows = await source.rows(from, perPage + 1);
    const last = rows[perPage - 1]?.position;
    return { perPage, rows: rows.slice(0, perPage), next: rows.length > perPage && last ? sealCursor(last, binding) : null };
  };
  if (asked.cursor !== undefined) return { ...(await read({ after: openCursor(asked.cursor, binding), skip: 0 })), counted: null };
  const skip = (asked.page - 1) * perPage;
  const counted = { page: asked.page, total: await source.count() };
  if (counted.total.exact && skip >= counted.total.count) return { rows: [], perPage, next: null, counted };
  if (skip > DEEPEST) throw tooDeep();
  return { ...(await read({ after: null, skip })), counted };
}

const tooDeep = () =>
  new AppError("bad_request", {
    issues: [
      { path: "page", message: `Page is more than ${DEEPEST.toLocaleString("en")} records behind the start; follow next_cursor instead` },
    ],
  });
