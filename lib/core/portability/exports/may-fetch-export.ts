import type { OperatorContext } from "@/lib/db/resolve";
import type { Export } from "./export";

/**
 * Whether an operator may fetch the file of one of their account's exports.
 *
 * SECURITY: one with secrets only who asked for it. That it is they was proved lately, the route has seen to.
 */
export function mayFetchExport({ operator }: OperatorContext, { status, fileId, includeSecrets, createdBy }: Export): boolean {
  if (status !== "done" || fileId === null) return false;
  return !includeSecrets || createdBy === operator.email;
}
