/**
 * A name for each column of a header, no two alike: one without a name is called by its place, a second `id` is `id (2)`.
 *
 * A join of two tables has the same column twice, and a spreadsheet likes to end its lines in empty columns.
 */
export function columnNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((title, index) => {
    const name = title.trim() || `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
