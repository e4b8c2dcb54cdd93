import { signIn } from "@/lib/core/sign-in/sign-in";
import { AppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
import { refused } from "./errors";
import { taking } from "./taking";
import { beginWithTokens } from "./tokens";

/** Signs a user in. That their address is not proved is told to nobody but who knows the password. */
export const login: DialectRoute = {
  method: "POST",
  path: "/login",
  hashes: true,
  statuses: [200, 401, 403, 422, 429, 503],
  handle: taking(["email", "password"], async ({ email, password }, request) => {
    const outcome = await signIn(request.site, { email, password }, request.visitor);
    if (outcome.kind === "check_mail") throw new AppError("email_unverified");
    return beginWithTokens(request, outcome);
  }),
  refuse: ({ code }) => (code === "too_many_attempts" ? refused(429, "Too many login attempts. Try again later.") : null),
};
