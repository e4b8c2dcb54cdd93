"use server";

import { finishOperatorStep } from "@/lib/core/operators/finish-step";
import { setUpAppInSignIn } from "@/lib/core/operators/set-up-app";
import { beginOperatorProof } from "@/lib/core/operators/sign-in-by-passkey";
import { requireOperatorStep } from "@/lib/core/operators/step";
import { clientOf } from "@/lib/http/client";
import type { ActionState } from "@/lib/http/operator-action";
import { keepFinished, stepToken, visitorAction } from "../../session";

/** Ends a sign-in with the second factor. */
export async function secondStepAction(form: FormData): Promise<ActionState> {
  return visitorAction(async (request) => {
    const given = { code: form.get("code"), recoveryCode: form.get("recoveryCode"), credential: form.get("credential") };
    await keepFinished(await finishOperatorStep(await stepToken(), given, clientOf(request)));
    return {};
  });
}

/** What to ask the browser for, once what its page was made with was used. */
export async function beginStepPasskeyAction(): Promise<ActionState<{ options: string | null }>> {
  return visitorAction(async () => {
    const { operatorId } = await requireOperatorStep(await stepToken());
    const options = await beginOperatorProof(operatorId);
    return { options: options && JSON.stringify(options) };
  });
}

/** Sets up the app that the account wants, and ends the sign-in with it. The codes are in the answer and nowhere else. */
export async function setUpAction(form: FormData): Promise<ActionState<{ codes: string[] }>> {
  return visitorAction(async (request) => {
    const given = { sealed: form.get("sealed"), code: form.get("code") };
    const { codes, session } = await setUpAppInSignIn(await stepToken(), given, clientOf(request));
    await keepFinished(session);
    return { codes };
  });
}
