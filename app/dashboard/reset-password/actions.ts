"use server";

import { requestOperatorReset } from "@/lib/core/operators/request-operator-reset";
import { resetOperatorPassword } from "@/lib/core/operators/reset-operator-password";
import { clientOf } from "@/lib/http/client";
import { clientIp } from "@/lib/http/client-ip";
import type { ActionState } from "@/lib/http/operator-action";
import { keepArrival, visitorAction } from "../session";

/** Asks for the mail. The answer is the same for every address. */
export async function askAction(form: FormData): Promise<ActionState> {
  return visitorAction(async (request) => {
    await requestOperatorReset({ email: form.get("email") }, clientIp(request), clientOf(request));
    return {};
  });
}

/** Sets the new password by the mailed link, and signs in, or goes on to the second step. */
export async function resetAction(form: FormData): Promise<ActionState<{ next: string }>> {
  return visitorAction(async (request) =>
    keepArrival(await resetOperatorPassword({ token: form.get("token"), password: form.get("password") }, clientOf(request))),
  );
}
