"use server";

import { proveOperatorAgain } from "@/lib/core/operators/prove-again";
import { beginOperatorProof } from "@/lib/core/operators/sign-in-by-passkey";
import { clientIp } from "@/lib/http/client-ip";
import type { ActionState } from "@/lib/http/operator-action";
import { actionRequest, keepSession, operatorAction } from "../../session";

/** What somebody can show that it is they. */
export type ProofWanted = {
  readonly email: string;
  /** Whether the password wants a code beside it. */
  readonly code: boolean;
  /** What to ask the browser for, as JSON; null: they have no passkey. */
  readonly passkey: string | null;
};

/** Tells the page what to ask for. */
export async function beginProof(): Promise<ActionState<ProofWanted>> {
  return operatorAction(async ({ operator: { id, email, secondFactor } }) => {
    const options = await beginOperatorProof(id);
    return { email, code: secondFactor, passkey: options && JSON.stringify(options) };
  });
}

/** Proves that it is the operator who sits there. The session goes on. */
export async function proveAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    const given = {
      currentPassword: form.get("currentPassword"),
      code: form.get("code"),
      recoveryCode: form.get("recoveryCode"),
      credential: form.get("credential"),
    };
    await keepSession(await proveOperatorAgain(operator, given, clientIp(await actionRequest())));
    return {};
  });
}
