"use server";

import { findSignIn } from "@/lib/core/site-users/find-sign-in";
import { revealClientSecret } from "@/lib/core/sites/reveal-client-secret";
import { updateSite } from "@/lib/core/sites/update-site";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../session";
import { sentId } from "./current-site";

/** Who signed in, as the browser gets it. `at` is a UTC time. */
export type SignInSeen = { readonly email: string; readonly name: string | null; readonly at: string };

/** Looks whether somebody has signed in at a site. */
export async function lookForSignIn(siteId: string): Promise<ActionState<{ signIn: SignInSeen | null }>> {
  return operatorAction(async (operator) => {
    const found = await findSignIn(operator, sentId(siteId));
    return { signIn: found && { ...found, at: found.at.toISOString() } };
  });
}

/** Sets where people come back to. */
export async function saveCallback(siteId: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await updateSite(operator, { id: sentId(siteId) }, { successUri: form.get("successUri") });
      return {};
    },
    { recent: true },
  );
}

/** Tells the client secret to the operator who asked for it by a click. */
export async function revealSecret(siteId: string): Promise<ActionState<{ secret: string }>> {
  return operatorAction(async (operator) => ({ secret: await revealClientSecret(operator, { id: sentId(siteId) }) }), { recent: true });
}
