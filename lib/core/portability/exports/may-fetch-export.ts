import type { OperatorContext } from "@/lib/db/resolve";
import type { Export } from "./export";

/** For how long after its end an operator gets the file with secrets in it, without showing their password again. */
const SECRETS_MINUTES = 15;

/**
 * Whether an operator may fetch the file of one of their account's exports by their session alone.
 *
 * SECURITY: one with secrets only who asked for it, and only soon: their password was shown for this.
 */
export function mayFetchExport({ operator }: OperatorContext, { status, fileId, includeSecrets, createdBy, finishedAt }: Export): boolean {
  if (status !== "done" || fileId === null) return false;
  if (!includeSecrets) return true;
  return createdBy === operator.email && finishedAt !== null && Date.now() - finishedAt.getTime() < SECRETS_MINUTES * 60_000;
}
