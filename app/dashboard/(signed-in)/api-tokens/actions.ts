"use server";

import { createApiToken, type ShownToken } from "@/lib/core/api-tokens/create-api-token";
import { regenerateApiToken } from "@/lib/core/api-tokens/regenerate-api-token";
import { revokeApiToken } from "@/lib/core/api-tokens/revoke-api-token";
import { tokenEnd } from "@/lib/core/api-tokens/token-end";
import type { ActionState } from "@/lib/http/operator-action";
import { invalid } from "@/lib/kernel/errors";
import { formId, operatorAction } from "../../session";

/** Makes a token. It is in the answer and nowhere else. */
export async function createTokenAction(form: FormData): Promise<ActionState<ShownToken>> {
  return operatorAction(
    (operator) =>
      createApiToken(operator, {
        name: form.get("name"),
        scopes: form.get("may") === "everything" ? undefined : form.getAll("scopes"),
        siteId: form.get("reach") === "all" ? null : chosenSite(form),
        expiresAt: tokenEnd(form.get("lasts") === "until" ? form.get("lastDay") : form.get("lasts")),
      }),
    { recent: true },
  );
}

function chosenSite(form: FormData): bigint {
  if (!form.get("siteId")) throw invalid("siteId", "Choose the site that it reaches");
  return formId(form, "siteId");
}

/** Gives a token a new secret, which is in the answer and nowhere else. */
export async function regenerateTokenAction(form: FormData): Promise<ActionState<ShownToken>> {
  return operatorAction((operator) => regenerateApiToken(operator, { id: formId(form) }), { recent: true });
}

/** Ends a token. */
export async function revokeTokenAction(form: FormData): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await revokeApiToken(operator, { id: formId(form) });
    return {};
  });
}
