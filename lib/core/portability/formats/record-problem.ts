/** Deeper than any user's data, and shallow enough for every function that follows a value down. */
const DEEPEST = 20;

/**
 * What makes a row unfit to be kept, or null.
 *
 * SECURITY: a value that is nested without end would overflow the stack of whoever walks it, and the database can hold
 * neither a NUL nor half a character.
 */
export function recordProblem(record: object): string | null {
  return problemOf(record, 0);
}

function problemOf(value: unknown, depth: number): string | null {
  if (typeof value === "string") return isStorable(value) ? null : "Row contains characters that are not allowed";
  if (typeof value !== "object" || value === null) return null;
  if (depth === DEEPEST) return `Row is nested more than ${DEEPEST} levels deep`;
  for (const key of Object.keys(value)) {
    const problem = problemOf(key, depth) ?? problemOf((value as Record<string, unknown>)[key], depth + 1);
    if (problem) return problem;
  }
  return null;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
