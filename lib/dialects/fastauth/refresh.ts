import { refreshSession } from "@/lib/core/sessions/refresh-session";
import type { DialectRoute } from "../kit/dialect";
import { taking } from "./taking";
import { sessionKind, tokens } from "./tokens";

/** Gives the successor of a refresh token, and an access token with it. */
export const refresh: DialectRoute = {
  method: "POST",
  path: "/refresh",
  statuses: [200, 401, 422],
  handle: taking(["refresh_token"], async ({ refresh_token }, { site }) =>
    tokens(await refreshSession(site, refresh_token, sessionKind(site))),
  ),
};
