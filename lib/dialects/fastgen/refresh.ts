import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { refuse } from "./errors";
import { wantedTransport, withoutTokens, withTokens } from "./hand-over";
import { sessionKind } from "./session";
import { type ShownToken, shownRefreshToken } from "./shown-token";

/**
 * Gives new tokens for a refresh token. A client whose token is good no more is told to forget what it has.
 *
 * SECURITY: what came in a cookie goes back in cookies. A script on the page could ask for it elsewhere, and read what no script may.
 */
export async function refresh(request: WireRequest): Promise<WireResponse> {
  try {
    const shown = shownRefreshToken(request);
    if (!shown) throw new AppError("not_signed_in");
    const renewed = await refreshSession(request.site, shown.text, sessionKind(request.site));
    return withTokens(request, { status: 200, body: {} }, renewed, transportOf(request, shown));
  } catch (error) {
    if (!isAppError(error) || error.status !== 401) throw error;
    return withoutTokens(request, refuse(error));
  }
}

const transportOf = (request: WireRequest, { by }: ShownToken) => (by === "header" && wantedTransport(request) === "body" ? "body" : by);
