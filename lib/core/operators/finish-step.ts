import { beginOperatorSession } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import type { OperatorSession } from "./arrival";
import { showOperatorFactor, type TypedFactor } from "./show-factor";
import { requireOperatorStep } from "./step";
import { tellOfFactor } from "./tell-of-factor";
import { verifyOperatorPasskey } from "./verify-passkey";

/** What the page between the two factors sends. */
export type SecondStep = TypedFactor & { readonly credential?: unknown };

/**
 * Ends an operator's sign-in with their second factor: a code, one that they kept, or a passkey, also where they have no app.
 *
 * SECURITY: what the first factor rested on has to hold still when the session begins.
 *
 * @throws AppError `session_ended` (the step is over, or leads elsewhere), `code_unusable`, `too_many_attempts`; `passkey_refused`, `passkey_timed_out`
 */
export async function finishOperatorStep(token: string | undefined, given: SecondStep, client = NO_CLIENT): Promise<OperatorSession> {
  const step = await requireOperatorStep(token);
  if (!step.secondFactor && !given.credential) throw new AppError("session_ended");
  const { operatorId, version } = step;
  const second = given.credential ? "passkey" : await showOperatorFactor(step, given, client);
  if (given.credential) await verifyOperatorPasskey(given.credential, { kind: "prove", operatorId });
  const event = happened({ type: "operator.signed_in", data: { method: "password", second } });
  const provedS = await beginOperatorSession({ id: operatorId, version, factor: true }, { event, client });
  if (provedS === null) throw new AppError("session_ended");
  const session = { operatorId, version, factor: true, provedS };
  if (second === "recovery_code") await tellOfFactor(session, "codeUsed");
  return session;
}
