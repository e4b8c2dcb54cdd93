import { signIn } from "@/lib/core/sign-in/sign-in";
import { AppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
import { failure } from "./errors";
import { fieldsOf } from "./fields";
import { signedIn } from "./session";

/**
 * Signs in by username or address.
 *
 * SECURITY: that somebody is not active yet is told only after their right password.
 */
export const login: DialectRoute = {
  method: "POST",
  path: "/auth/local/login",
  hashes: true,
  statuses: [200, 401, 422, 429, 503],
  async handle(request) {
    const { login = "", password } = fieldsOf(request.body);
    const outcome = await signIn(request.site, { login, password }, request.visitor, "unless_off");
    if (outcome.kind !== "signed_in") throw new AppError("email_unverified");
    return signedIn(request, outcome);
  },
  refuse: ({ code }) => (code === "invalid" ? failure(422, "Invalid login or password", "invalid") : null),
};
