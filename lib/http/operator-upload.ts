import type { OperatorContext } from "@/lib/db/resolve";
import { clientOf } from "./client";
import { runOperatorAction } from "./operator-action";
import { sessionToken } from "./operator-route";
import { operatorOf } from "./operator-session";
import { type ContractedRoute, contracted } from "./route";

type Sent = { readonly request: Request; readonly params: Record<string, string | string[]> };

/**
 * An action of the dashboard that takes a file: too large for a server action, and answered like one, as `ActionState` in JSON.
 */
export function operatorUpload(handle: (operator: OperatorContext, sent: Sent) => Promise<object>): ContractedRoute {
  return contracted({ kind: "public", credential: "none", isUpload: true, statuses: [200] }, async (request, context) => {
    const operator = await operatorOf(sessionToken(request), clientOf(request)).catch(() => null);
    const params = await context.params;
    const state = await runOperatorAction(request, operator, (signedIn) => handle(signedIn, { request, params }));
    return Response.json(state, { headers: { "cache-control": "no-store", "cross-origin-resource-policy": "same-origin" } });
  });
}
