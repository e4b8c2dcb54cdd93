import { getSession } from "@/lib/core/sessions/get-session";
import type { DialectRoute } from "../kit/dialect";
import { ok, time } from "./answers";
import { isActive } from "./is-active";
import { shownToken } from "./shown-token";

/** Who is signed in, by the names of the documentation and by those of the SDK. */
export const me: DialectRoute = {
  method: "GET",
  path: "/auth/me",
  statuses: [200, 401],
  async handle(request) {
    const { user } = await getSession(request.site, shownToken(request));
    const login = user.username ?? user.email;
    const active = isActive(request.site, user);
    return ok({
      id: user.uuid,
      login,
      username: login,
      email: user.email,
      first_name: user.firstName ?? "",
      last_name: user.lastName ?? "",
      activated: active,
      active,
      provider: "local",
      roles: [],
      created_at: time(user.createdAt),
      updated_at: time(user.updatedAt),
    });
  },
};
