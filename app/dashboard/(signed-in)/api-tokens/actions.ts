"use server";

import { createApiToken } from "@/lib/core/api-tokens/create-api-token";
import { regenerateApiToken } from "@/lib/core/api-tokens/regenerate-api-token";
import { revokeApiToken } from "@/lib/core/api-tokens/revoke-api-token";
import type { ActionState } from "@/lib/http/operator-action";
import { formId, operatorAction } from "../../session";

export type ShownToken = { name: string; token: string };

/** Makes a token. It is in the answer and nowhere else. */
export async function createTokenAction(form: FormData): Promise<ActionState<ShownToken>> {
  return operatorAction((operator) => createApiToken(operator, { name: form.get("name") }));
}

/** Gives a token a new secret, which is in the answer and nowhere else. */
export async function regenerateTokenAction(form: FormData): Promise<ActionState<ShownToken>> {
  return operatorAction((operator) => regenerateApiToken(operator, { id: formId(form) }));
}

/** Ends a token. */
export async function revokeTokenAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await revokeApiToken(operator, { id: formId(form) });
    return {};
  });
}
