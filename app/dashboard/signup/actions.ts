"use server";

import { signUpOperator } from "@/lib/core/operators/sign-up-operator";
import { clientOf } from "@/lib/http/client";
import { clientIp } from "@/lib/http/client-ip";
import type { ActionState } from "@/lib/http/operator-action";
import { keepSession, visitorAction } from "../session";

/** Makes an account, and signs its operator in. */
export async function signUpAction(form: FormData): Promise<ActionState> {
  return visitorAction(async (request) => {
    const given = { name: form.get("name"), email: form.get("email"), password: form.get("password") };
    await keepSession(await signUpOperator(given, clientIp(request), clientOf(request)));
    return {};
  });
}
