import { findOperatorByEmail } from "@/lib/db/operators";
import { type OperatorContext, operatorContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { invalid } from "@/lib/kernel/errors";

/**
 * The operator with an address, as if they were signed in.
 *
 * SECURITY: proves nothing. For whoever runs the installation, who has the database anyway.
 *
 * @throws AppError `invalid`
 */
export async function operatorOfAddress(email: string | undefined): Promise<OperatorContext> {
  const address = parseEmail(email ?? "");
  if (!address) throw invalid("email", "Email is invalid: say whose with --email ADDRESS");
  const found = await findOperatorByEmail(address.canonical);
  const operator = found && (await operatorContext({ operatorId: found.id, version: found.sessionVersion, factor: true, provedS: 0 }));
  if (!operator) throw invalid("email", "Email belongs to no operator");
  return operator;
}
