import { stringify } from "csv-stringify/sync";
import type { AccountContext } from "@/lib/db/resolve";
import { requireImport } from "./require-import";

const ROWS_AT_A_TIME = 5_000;

/**
 * Everything that is to be said about the rows of an import, as CSV, as it is asked for.
 *
 * SECURITY: what a spreadsheet would take for a formula gets an apostrophe in front.
 *
 * @throws AppError `not_found`, before the first line
 */
export async function importReport(account: AccountContext, id: bigint): Promise<AsyncGenerator<Uint8Array>> {
  const { site } = await requireImport(account, id);
  async function* lines() {
    yield csvOf([["row", "outcome", "messages"]]);
    for (let last = 0; ; ) {
      const notes = await site.db.importNote.findMany({
        where: { importId: id, row: { gt: last } },
        select: { row: true, refused: true, messages: true },
        orderBy: { row: "asc" },
        take: ROWS_AT_A_TIME,
      });
      if (notes.length > 0)
        yield csvOf(notes.map(({ row, refused, messages }) => [row, refused ? "refused" : "noted", messages.join("; ")]));
      if (notes.length < ROWS_AT_A_TIME) return;
      last = notes.at(-1)?.row ?? last;
    }
  }
  return lines();
}

const csvOf = (rows: readonly (readonly (string | number)[])[]) =>
  Buffer.from(stringify(rows as (string | number)[][], { escape_formulas: true, record_delimiter: "windows" }));
