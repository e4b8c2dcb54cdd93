"use server";

import { proveOperatorAgain } from "@/lib/core/operators/prove-again";
import { clientIp } from "@/lib/http/client-ip";
import type { ActionState } from "@/lib/http/operator-action";
import { actionRequest, keepSession, operatorAction } from "../../session";
import { type ProofWanted, proofWanted } from "./proof-wanted";

/** Tells the page what to ask for. */
export async function beginProof(): Promise<ActionState<ProofWanted>> {
  return operatorAction(({ operator }) => proofWanted(operator));
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
