/** What somebody typed into a search box. What PostgreSQL cannot keep cannot be looked for either, so it never reaches a statement. */
export function searchText(search: unknown): string {
  return typeof search === "string" ? search.replaceAll("\0", "").toWellFormed().trim() : "";
}

/** What somebody typed into a search box, as an ILIKE pattern that finds just that text anywhere; null when nothing was typed. */
export function searchPattern(search: unknown): string | null {
  const text = searchText(search);
  return text === "" ? null : containing(text);
}

/** An ILIKE pattern that finds just this text anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
