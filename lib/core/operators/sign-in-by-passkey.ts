import { passkeysOfOperator } from "@/lib/db/consume/operator-factor";
import { beginOperatorSession } from "@/lib/db/operators";
import { NO_CLIENT } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { happened } from "../audit/happened";
import { requestOptions } from "../passkeys/ceremony-options";
import { relyingParty } from "../passkeys/relying-party";
import type { OperatorSession } from "./arrival";
import { newOperatorChallenge, verifyOperatorPasskey } from "./verify-passkey";

/** What a browser is told to ask for a passkey of any operator. Which ones it has, and so who is one, nobody but its owner learns. */
export const beginPasskeyLogin = () => requestOptions(newOperatorChallenge({ kind: "sign_in" }), [], "required");

/** What a browser is told to ask for a passkey of one operator. Null: they have none. */
export async function beginOperatorProof(operatorId: bigint) {
  const passkeys = await passkeysOfOperator(operatorId, relyingParty().id);
  return passkeys.length === 0 ? null : requestOptions(newOperatorChallenge({ kind: "prove", operatorId }), passkeys, "required");
}

/**
 * Signs in whoever has a passkey of an operator. It finds the operator by itself, and is both factors.
 *
 * @param answer what the browser sent, as text
 * @throws AppError `passkey_refused`, `passkey_timed_out`
 */
export async function signInByPasskey(answer: unknown, client = NO_CLIENT): Promise<OperatorSession> {
  const { operatorId, version } = await verifyOperatorPasskey(answer, { kind: "sign_in" });
  const event = happened({ type: "operator.signed_in", data: { method: "passkey" } });
  const provedS = await beginOperatorSession({ id: operatorId, version, factor: true }, { event, client });
  if (provedS === null) throw new AppError("passkey_refused");
  return { operatorId, version, factor: true, provedS };
}
