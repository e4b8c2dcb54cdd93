import { renewOperatorProof } from "@/lib/db/operators";
import type { OperatorContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { AppError, invalid, isAppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import type { OperatorSession } from "./arrival";
import { proveOperatorPassword } from "./prove-operator-password";
import { showOperatorFactor, type TypedFactor } from "./show-factor";
import { tellOfFactor } from "./tell-of-factor";
import { verifyOperatorPasskey } from "./verify-passkey";

/** How an operator shows once more that it is they: a passkey, or their password, with their second factor if they have one. */
export type GivenProof = TypedFactor & { readonly currentPassword?: unknown; readonly credential?: unknown };

/**
 * Whether an operator's password is part of a proof. SECURITY: a proof is no less than a sign-in: without an app, and where the account
 * wants a second factor, it is none.
 */
export const passwordProves = ({ secondFactor, factorNeeded }: OperatorContext["operator"]) => secondFactor || !factorNeeded;

/**
 * Proves that it is still the operator who sits there. The session goes on, with the moment in it.
 *
 * @throws AppError `invalid` (beside its field), `too_many_attempts`, `unavailable`, `passkey_refused`, `passkey_timed_out`; `wrong_credentials`
 *   when the session has ended meanwhile
 */
export async function proveOperatorAgain(
  { operator, scope, session }: OperatorContext,
  given: GivenProof,
  ip: string,
): Promise<OperatorSession> {
  const { id, sessionVersion: version } = operator;
  const { method, factor } = await shown();
  const event = happened({ type: "operator.proved_again", data: { method } });
  const provedS = await renewOperatorProof({ id, version, factor: factor || session.factor }, { event, client: scope.by });
  if (provedS === null) throw new AppError("wrong_credentials");
  return { ...session, factor: factor || session.factor, provedS };

  async function shown(): Promise<{ method: string; factor: boolean }> {
    if (given.credential) {
      await verifyOperatorPasskey(given.credential, { kind: "prove", operatorId: id });
      return { method: "passkey", factor: true };
    }
    if (!passwordProves(operator)) throw invalid("", "Your account requires a second step. Use your passkey, or sign in again.");
    await proveOperatorPassword(operator, given.currentPassword, ip);
    if (!operator.secondFactor) return { method: "password", factor: false };
    const emailCanonical = parseEmail(operator.email)?.canonical ?? operator.email;
    const second = await showOperatorFactor({ operatorId: id, emailCanonical }, given, scope.by).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== "code_unusable") throw error;
      throw invalid(given.recoveryCode ? "recoveryCode" : "code", "Code is wrong, or was used before");
    });
    if (second === "recovery_code") await tellOfFactor(session, "codeUsed");
    return { method: second, factor: true };
  }
}
