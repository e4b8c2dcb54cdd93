import { likeLiteral } from "./page";

/**
 * What somebody typed into a search box, as an ILIKE pattern that finds just that text anywhere; null when nothing was typed.
 *
 * What PostgreSQL cannot keep cannot be looked for either, so it never reaches a statement.
 */
export function searchPattern(search: unknown): string | null {
  const text = typeof search === "string" ? search.replaceAll("\0", "").toWellFormed().trim() : "";
  return text === "" ? null : `%${likeLiteral(text)}%`;
}
