import type { OperatorContext } from "@/lib/db/resolve";
import { proveOperatorPassword } from "../../operators/prove-operator-password";
import { beginExport, type ExportInput } from "./begin-export";
import type { Export } from "./export";

/**
 * Has a site exported in the name of an operator. For secrets they show their password again: a session that was left open
 * gives away no hashes.
 *
 * @throws AppError `not_found`; `invalid`, also for a wrong password; `too_many_attempts`; `conflict`
 */
export async function beginOperatorExport(
  operator: OperatorContext,
  siteId: bigint,
  { currentPassword, ...input }: ExportInput & { readonly currentPassword?: unknown },
  ip: string,
): Promise<Export> {
  if (input.includeSecrets === true) await proveOperatorPassword(operator.operator, currentPassword, ip);
  return beginExport(operator, siteId, input, operator.operator.email);
}
