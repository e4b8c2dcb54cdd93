"use server";

import { joinAccount } from "@/lib/core/operators/join-account";
import { clientOf } from "@/lib/http/client";
import type { ActionState } from "@/lib/http/operator-action";
import { keepArrival, visitorAction } from "../session";

/** Makes an operator of the invited person, and signs them in. */
export async function joinAction(form: FormData): Promise<ActionState<{ next: string }>> {
  return visitorAction(async (request) => {
    const given = { token: form.get("token"), name: form.get("name"), password: form.get("password") };
    return keepArrival(await joinAccount(given, clientOf(request)));
  });
}
