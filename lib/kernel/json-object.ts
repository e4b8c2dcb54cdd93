/** What a customer keeps with a user, in their own shape. */
export type JsonObject = { readonly [key: string]: unknown };

/** The most that one object may be, as JSON in UTF-8, and how deep it may be nested. */
export const MAX_JSON_BYTES = 16 * 1024;
export const MAX_JSON_DEPTH = 10;
/** Further from 1, either way, no number goes. SECURITY: PostgreSQL writes out every digit, and 6 bytes of `1e-307` would be 309. */
const MAX_NUMBER = 1e21;

/**
 * What is wrong with a value that should be a JSON object to keep, or null.
 *
 * The walk goes no deeper than is allowed, so a bomb costs no more than its first levels. NUL and halves of characters are
 * refused: PostgreSQL cannot keep them.
 */
export function jsonObjectProblem(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "must be an object";
  const problem = depthProblem(value, 1);
  if (problem) return problem;
  return Buffer.byteLength(JSON.stringify(value)) > MAX_JSON_BYTES ? "is too large (at most 16 kB)" : null;
}

function depthProblem(value: unknown, depth: number): string | null {
  if (typeof value === "string") return isKept(value) ? null : "contains characters that are not allowed";
  if (typeof value === "number") return isWrittenShortly(Math.abs(value)) ? null : "contains a number that is too large or too small";
  if (typeof value !== "object" || value === null) return null;
  if (depth > MAX_JSON_DEPTH) return `is nested too deeply (at most ${MAX_JSON_DEPTH} levels)`;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "__proto__" || !isKept(key)) return "contains a name that is not allowed";
    const problem = depthProblem(inner, depth + 1);
    if (problem) return problem;
  }
  return null;
}

const isKept = (text: string) => text.isWellFormed() && !text.includes("\0");

const isWrittenShortly = (size: number) => size === 0 || (size <= MAX_NUMBER && size >= 1 / MAX_NUMBER);
