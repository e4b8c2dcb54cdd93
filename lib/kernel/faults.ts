import { AppError, isAppError } from "./errors";

/**
 * What a database fault means to the one who asked.
 *
 * Faults are told by their codes (Prisma's, SQLSTATE, Node's), so this needs neither driver.
 */

/** SQLSTATEs: text PostgreSQL cannot hold, and values out of range or of the wrong shape. */
const BAD_VALUE = new Set(["22021", "22P05", "22003", "22P02", "22008", "P2020", "P2023"]);
/** Nobody home, shutting down, too many connections, out of resources, or a wait that was cut short. */
const AWAY =
  /^(08...|53...|57P0[123]|57014|55P03|58030|P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;
/** Two transactions that cannot both win. */
const CONTENDED = new Set(["40001", "40P01", "P2034"]);

/** True when a unique index refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return faultCodes(error).some((code) => code === "23505" || code === "P2002");
}

/** The unique index that refused a row, by its name in the database, or null when it was none. */
export function violatedIndex(error: unknown): string | null {
  if (!isUniqueViolation(error)) return null;
  type Fault = { constraint?: string; meta?: { driverAdapterError?: { cause?: { constraint?: { index?: string } } } } };
  const { constraint, meta } = error as Fault;
  return meta?.driverAdapterError?.cause?.constraint?.index ?? constraint ?? null;
}

/** True when of two transactions only one could win, and this was the other: done again, it may. */
export function isContended(error: unknown): boolean {
  return faultCodes(error).some((code) => CONTENDED.has(code));
}

/** True when a row's parent is gone. */
export function isMissingParent(error: unknown): boolean {
  return faultCodes(error).some((code) => code === "23503" || code === "P2003");
}

/** Every error as an `AppError`; what is not recognised becomes `internal`, with the original as its cause. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const codes = faultCodes(error);
  if (isUniqueViolation(error)) return new AppError("conflict", { cause: error });
  if (isMissingParent(error)) return new AppError("not_found", { cause: error });
  if (codes.some((code) => BAD_VALUE.has(code))) return new AppError("invalid", { cause: error });
  if (isContended(error) || codes.some((code) => AWAY.test(code)) || isPoolTimeout(error)) {
    return new AppError("unavailable", { retryAfterS: 2, cause: error });
  }
  return new AppError("internal", { cause: error });
}

/** The codes of an error and of what caused it, a few levels down. */
function faultCodes(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const { code, cause, originalCode, meta } = error as Record<string, unknown>;
  const own = [code, originalCode].filter((value) => typeof value === "string");
  const adapter = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  return [...own, ...faultCodes(cause, depth + 1), ...faultCodes(adapter, depth + 1)];
}

/** node-postgres names these faults by their text only. */
function isPoolTimeout(error: unknown): boolean {
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated|Query read timeout|after calling end on the pool|is not queryable/.test(
      error.message,
    )
  );
}
