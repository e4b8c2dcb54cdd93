import type { Position } from "@/lib/db/position";
import { AppError } from "@/lib/kernel/errors";
import { seal, unseal } from "@/lib/kernel/secrets";

/**
 * What a cursor is bound to: whose list it leads through, what is looked for in it and how it is sorted.
 *
 * @param list its name; `filter` is written in the order of its properties, without those that are undefined
 */
export function cursorBinding(accountId: bigint, list: string, filter: object): string {
  return JSON.stringify(["cursor", accountId, list, filter], (_, value) => (typeof value === "bigint" ? String(value) : value));
}

/** A place in a list as a text that tells nothing: it may hold an address, and stands in URLs. */
export function sealCursor({ key, id }: Position, binding: string): string {
  return Buffer.from(seal(`${id} ${key}`, binding)).toString("base64url");
}

/**
 * The place that a cursor stands for.
 *
 * SECURITY: one answer for a cursor of somebody else, of another list, filter or order, for one that was changed and for one whose
 * key is gone.
 *
 * @throws AppError `bad_request`
 */
export function openCursor(cursor: string, binding: string): Position {
  const sealed = Buffer.from(cursor, "base64url");
  try {
    if (sealed.toString("base64url") !== cursor) throw new Error("not the text that was given out");
    const [, id = "", key = ""] = /^(\d+) (.+)$/.exec(unseal(sealed, binding)) ?? [];
    return { id: BigInt(id), key };
  } catch (cause) {
    throw new AppError("bad_request", { issues: [{ path: "cursor", message: "Cursor is not valid for this list" }], cause });
  }
}
