import { requestReset } from "@/lib/core/sign-in/request-reset";
import type { DialectRoute } from "../kit/dialect";
import { ok } from "./answers";
import { fieldsOf } from "./fields";

/** Mails the link that sets a new password. SECURITY: says the same for every address. */
export const recover: DialectRoute = {
  method: "POST",
  path: "/auth/local/recover",
  statuses: [200, 422],
  async handle({ site, body, visitor }) {
    await requestReset(site, { email: fieldsOf(body).email }, visitor);
    return ok({ activation: "sent" }, "Recovery email sent");
  },
};
