import type { AccountContext } from "@/lib/db/resolve";
import type { Import, ImportNote } from "./import";
import { requireImport } from "./require-import";

/** How many rows of each kind an import tells of; the report tells of all. */
const SHOWN_NOTES = 100;

/** An import with what is to be said about its rows, the first of them: why they were refused, and what was changed on the way. */
export type ImportWithNotes = Import & { readonly refused: readonly ImportNote[]; readonly noted: readonly ImportNote[] };

/**
 * One of the account's imports.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getImport(account: AccountContext, id: bigint): Promise<ImportWithNotes> {
  const { site, row } = await requireImport(account, id);
  const notes = (refused: boolean) =>
    site.db.importNote.findMany({
      where: { importId: id, refused },
      select: { row: true, refused: true, messages: true },
      orderBy: { row: "asc" },
      take: SHOWN_NOTES,
    });
  const [refused, noted] = await Promise.all([notes(true), notes(false)]);
  return { ...row, refused, noted };
}
