import type { OperatorContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { clientOf } from "./client";
import type { ActionOptions } from "./operator-action";
import { operatorOf, sessionCookieName } from "./operator-session";
import { refusalPage } from "./refusal-page";
import { type ContractedRoute, contracted, type RouteContext } from "./route";

/**
 * A route of the dashboard that is no page: something an operator's browser shows or keeps.
 *
 * SECURITY: without a session it answers as if nothing were there.
 *
 * @param handle gets who is signed in, the parameters of the path, and the request
 * @param options `recent`: whoever has not shown lately who they are is led to the page that asks, and back
 */
export function operatorRoute(
  statuses: readonly number[],
  handle: (operator: OperatorContext, params: Record<string, string | string[]>, request: Request) => Promise<Response>,
  { recent = false }: ActionOptions = {},
): ContractedRoute {
  const all = new Set([...statuses, ...(recent ? [303] : []), 404]);
  return contracted({ kind: "public", credential: "none", statuses: [...all] }, async (request, context: RouteContext) => {
    try {
      const operator = await operatorOf(sessionToken(request), clientOf(request));
      if (!operator) throw new AppError("not_found");
      if (recent && !operator.operator.recent) return proveFirst(request);
      return await handle(operator, await context.params, request);
    } catch (error) {
      return refusalPage(toAppError(error), request);
    }
  });
}

/** Leads to the page that asks who they are, and from there back. */
function proveFirst(request: Request): Response {
  const { pathname, search } = new URL(request.url);
  const location = `/dashboard/prove?${new URLSearchParams({ to: pathname + search })}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/** The value of the session cookie, as the browser sent it. */
export function sessionToken(request: Request): string | undefined {
  const name = `${sessionCookieName()}=`;
  const pairs = (request.headers.get("cookie") ?? "").split("; ");
  return pairs.find((pair) => pair.startsWith(name))?.slice(name.length);
}
