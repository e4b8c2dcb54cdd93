"use server";

import { beginPasskeyLogin, signInByPasskey } from "@/lib/core/operators/sign-in-by-passkey";
import { clientOf } from "@/lib/http/client";
import type { ActionState } from "@/lib/http/operator-action";
import { keepSession, visitorAction } from "../session";

/** What to ask the browser for, so that somebody signs in with a passkey. */
export async function beginPasskeyAction(): Promise<ActionState<{ options: string }>> {
  return visitorAction(async () => ({ options: JSON.stringify(beginPasskeyLogin()) }));
}

/** Signs in whoever has the passkey. */
export async function passkeyAction(answer: string): Promise<ActionState> {
  return visitorAction(async (request) => {
    await keepSession(await signInByPasskey(answer, clientOf(request)));
    return {};
  });
}
