import { endSession } from "@/lib/core/sessions/end-session";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { AppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
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
    const { refreshS, ...kind } = kindOf(site);
    if (refreshS === null) throw new AppError("not_found");
    const token = textOf(fieldsOf(body).refresh_token);
    if (token === "") return failure(400, "refresh token is required", "refresh_token_required");
    const renewed = await refreshSession(site, token, { ...kind, refreshS });
    if (isActive(site, renewed.session.user)) return tokens(renewed);
    await endSession(site, renewed.session);
    return failure(401, "user is inactive", "user_inactive");
  },
  refuse: ({ code }) =>
    code === "session_ended" || code === "refresh_token_reused" ? failure(401, "invalid refresh token", "invalid_refresh_token") : null,
};
