import { proveAddress } from "@/lib/core/sign-in/prove-address";
import type { DialectRoute } from "../kit/dialect";
import { ok } from "./answers";
import { deadToken } from "./dead-token";
import { fieldsOf, textOf } from "./fields";

/** Activates a user with the token of a mail. */
export const activate: DialectRoute = {
  method: "POST",
  path: "/auth/local/activate",
  statuses: [200, 400],
  async handle({ site, body, visitor }) {
    const token = textOf(fieldsOf(body).token);
    const dead = await deadToken(site, "verify_email", token);
    if (dead) return dead;
    await proveAddress(site, { token }, visitor);
    return ok({ activation: "activated" }, "Account activated successfully");
  },
};
