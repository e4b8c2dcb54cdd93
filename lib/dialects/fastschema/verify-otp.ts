import { confirmCode } from "@/lib/core/sign-in/methods/email-code/confirm-code";
import { AppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
import { codeRule } from "./code-rule";
import { failure } from "./errors";
import { fieldsOf, textOf } from "./fields";
import { signedIn } from "./session";

/**
 * Signs in with a mailed code: `{session_id, otp}`, as the server has it, or `{email, code}`, as the documentation has it, for the
 * newest code of an address.
 */
export const verifyOtp: DialectRoute = {
  method: "POST",
  path: "/auth/otp/verify",
  statuses: [200, 404, 422, 429],
  async handle(request) {
    const { site, body, visitor } = request;
    const rule = codeRule(site);
    const fields = fieldsOf(body);
    const code = textOf(fields.otp ?? fields.code);
    const device = textOf(fields.session_id);
    const outcome = await confirmCode(site, device === "" ? { email: textOf(fields.email), code } : { device, code }, rule, visitor);
    if (outcome.kind === "signed_in") return signedIn(request, outcome);
    if (outcome.kind === "expired") return failure(422, "OTP expired", "otp_expired");
    if (outcome.kind === "spent" && outcome.failed >= outcome.most) throw new AppError("too_many_attempts");
    return failure(422, "Invalid OTP", "invalid_otp");
  },
  refuse: ({ code }) => (code === "second_factor_required" ? failure(422, "Two-factor authentication is required", code) : null),
};
