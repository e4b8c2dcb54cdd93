import { requestCode } from "@/lib/core/sign-in/methods/email-code/request-code";
import type { DialectRoute } from "../kit/dialect";
import { ok } from "./answers";
import { codeRule } from "./code-rule";
import { fieldsOf } from "./fields";

/** Mails a code that signs in. SECURITY: every address is answered alike, with a session of its own to come back with. */
export const requestOtp: DialectRoute = {
  method: "POST",
  path: "/auth/otp/request",
  statuses: [200, 404, 422, 429],
  async handle({ site, body, visitor }) {
    const { device, expiresInS } = await requestCode(site, { email: fieldsOf(body).email }, codeRule(site), visitor);
    return ok({ session_id: device, expires_in: expiresInS }, "OTP sent to email");
  },
};
