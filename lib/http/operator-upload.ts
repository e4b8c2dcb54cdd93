import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { sessionToken } from "./operator-route";
import { operatorOf } from "./operator-session";
import { senderOf } from "./origin";
import { restRefusal } from "./rest-route";
import { type ContractedRoute, contracted } from "./route";

type Sent = { readonly request: Request; readonly params: Record<string, string | string[]> };

/**
 * A route that a page of the dashboard sends a file to, from a script that reads the answer: JSON, refusals included.
 *
 * SECURITY: only a page of ours may send it, and only for a session that counts. Without one it answers as if nothing were there.
 *
 * @param statuses what it answers on purpose beside 403, 404 and 413
 */
export function operatorUpload(
  statuses: readonly number[],
  handle: (operator: OperatorContext, sent: Sent) => Promise<object>,
): ContractedRoute {
  const contract = { kind: "public", credential: "none", isUpload: true, statuses: [...statuses, 403, 404, 413] } as const;
  return contracted(contract, async (request, context) => {
    try {
      if (senderOf(request) !== "ours") throw new AppError("forbidden_origin");
      const operator = await operatorOf(sessionToken(request));
      if (!operator) throw new AppError("not_found");
      const answer = await handle(operator, { request, params: await context.params });
      return Response.json(answer, { headers: { "cache-control": "no-store", "cross-origin-resource-policy": "same-origin" } });
    } catch (error) {
      return restRefusal(toAppError(error), request);
    }
  });
}
