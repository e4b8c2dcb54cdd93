import type { DialectRoute } from "../kit/dialect";
import { deadToken } from "./dead-token";
import { fieldsOf, textOf } from "./fields";

/** Whether the token of a recovery mail is still good. Looking spends nothing. */
export const checkRecovery: DialectRoute = {
  method: "POST",
  path: "/auth/local/recover/check",
  statuses: [200, 400],
  async handle({ site, body }) {
    const dead = await deadToken(site, "reset_password", textOf(fieldsOf(body).token), { valid: false });
    return dead ?? { status: 200, body: { valid: true, data: true } };
  },
};
