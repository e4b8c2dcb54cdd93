import { AppError } from "@/lib/kernel/errors";

/**
 * An id that an action was called with. What is no id is nobody's.
 *
 * @throws AppError `not_found`
 */
export function givenId(value: unknown): bigint {
  if (typeof value !== "string" || !/^[1-9]\d{0,15}$/.test(value)) throw new AppError("not_found");
  return BigInt(value);
}

/** One value of an address's query. What stands there twice, or not at all, is nothing. */
export function givenText(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}
