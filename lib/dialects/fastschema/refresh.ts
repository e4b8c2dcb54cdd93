import { endSession } from "@/lib/core/sessions/end-session";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { whyNotRenewed } from "@/lib/core/sessions/why-not-renewed";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { DialectRoute, WireResponse } from "../kit/dialect";
import { failure } from "./errors";
import { fieldsOf, textOf } from "./fields";
import { isActive } from "./is-active";
import { kindOf, tokens } from "./session";

/** Gives a refresh token's successor and a new access token. Somebody who is not active any more is signed out. */
export const refresh: DialectRoute = {
  method: "POST",
  path: "/auth/token/refresh",
  statuses: [200, 400, 401, 404],
  async handle({ site, body }) {
    const token = textOf(fieldsOf(body).refresh_token);
    const { refreshS, ...kind } = kindOf(site);
    if (refreshS === null) throw new AppError("not_found");
    if (token === "") return failure(400, "refresh token is required", "refresh_token_required");
    try {
      const renewed = await refreshSession(site, token, { ...kind, refreshS });
      if (isActive(site, renewed.session.user)) return tokens(renewed);
      await endSession(site, renewed.session);
    } catch (error) {
      if (isAppError(error) && error.status === 401) return refused(site, token);
      throw error;
    }
    return failure(401, "user is inactive", "user_inactive");
  },
};

async function refused(site: SiteContext, token: string): Promise<WireResponse> {
  switch (await whyNotRenewed(site, token, kindOf(site).dialect)) {
    case "ended":
      return failure(401, "session is not active", "session_inactive");
    case "expired":
      return failure(401, "refresh token expired", "refresh_token_expired");
    case "unknown":
      return failure(401, "invalid refresh token", "invalid_refresh_token");
  }
}
