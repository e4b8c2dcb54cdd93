import { endSession, endSessionOfRefreshToken } from "@/lib/core/sessions/end-session";
import { getSession } from "@/lib/core/sessions/get-session";
import { isAppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
import { done } from "./answers";
import { fieldsOf, textOf } from "./fields";
import { kindOf } from "./session";
import { shownToken } from "./shown-token";

/** Signs out by an access token, a refresh token, or both. One that is good will do: the other may have expired before. */
export const logout: DialectRoute = {
  method: "POST",
  path: "/auth/logout",
  statuses: [200, 401],
  async handle(request) {
    const { site, body } = request;
    const ended = await endSessionOfRefreshToken(site, textOf(fieldsOf(body).refresh_token), kindOf(site).dialect);
    try {
      await endSession(site, await getSession(site, shownToken(request)));
    } catch (error) {
      if (!ended || !isAppError(error)) throw error;
    }
    return done("Logged out successfully");
  },
};
