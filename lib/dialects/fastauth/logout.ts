import { endSessionOfRefreshToken } from "@/lib/core/sessions/end-session";
import type { DialectRoute } from "../kit/dialect";
import { taking } from "./taking";

/** Ends the session of a refresh token. Who has none that is good is signed out already. */
export const logout: DialectRoute = {
  method: "POST",
  path: "/logout",
  statuses: [204, 422],
  handle: taking(["refresh_token"], async ({ refresh_token }, { site }) => {
    await endSessionOfRefreshToken(site, refresh_token, "fastauth");
    return { status: 204 };
  }),
};
