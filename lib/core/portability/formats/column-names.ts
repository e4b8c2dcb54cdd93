import { invalid } from "@/lib/kernel/errors";

/** No table of users has more columns. */
export const MAX_COLUMNS = 1000;

/**
 * A name for each column of a header, no two alike: one without a name is called by its place, a second `id` is `id (2)`.
 *
 * A join of two tables has the same column twice, and a spreadsheet likes to end its lines in empty columns.
 *
 * SECURITY: a row costs as much as the header has names, however short it is.
 *
 * @throws AppError `invalid` for a header of more than `MAX_COLUMNS`
 */
export function columnNames(header: readonly string[]): string[] {
  if (header.length > MAX_COLUMNS) throw invalid("file", `File is a table of more than ${MAX_COLUMNS} columns`);
  const seen = new Map<string, number>();
  return header.map((title, index) => {
    const name = title.trim() || `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
