"use server";

import { finishOperatorStep } from "@/lib/core/operators/finish-step";
import { setUpAppInSignIn } from "@/lib/core/operators/set-up-app";
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

/** Sets up the app that the account wants, and ends the sign-in with it. The codes are in the answer and nowhere else. */
export async function setUpAction(form: FormData): Promise<ActionState<{ codes: string[] }>> {
  return visitorAction(async (request) => {
    const given = { sealed: form.get("sealed"), code: form.get("code") };
    const { codes, session } = await setUpAppInSignIn(await stepToken(), given, clientOf(request));
    await keepFinished(session);
    return { codes };
  });
}
