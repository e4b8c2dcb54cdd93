import { confirmReset } from "@/lib/core/sign-in/confirm-reset";
import type { DialectRoute } from "../kit/dialect";
import { done } from "./answers";
import { deadToken } from "./dead-token";
import { failure } from "./errors";
import { fieldsOf, isMistyped, textOf } from "./fields";

/** Sets a new password with the token of a recovery mail. Every session of the user ends. */
export const resetPassword: DialectRoute = {
  method: "POST",
  path: "/auth/local/recover/reset",
  hashes: true,
  statuses: [200, 400, 422, 503],
  async handle({ site, body }) {
    const fields = fieldsOf(body);
    const token = textOf(fields.token);
    const dead = await deadToken(site, "reset_password", token);
    if (dead) return dead;
    if (isMistyped(fields)) return failure(400, "The passwords do not match", "password_mismatch");
    await confirmReset(site, { token }, { password: fields.password });
    return done("Password reset successfully");
  },
};
