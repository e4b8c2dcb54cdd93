import { lookAtMailToken } from "@/lib/core/mail-secrets/look-at-mail-token";
import { requestVerification } from "@/lib/core/sign-in/request-verification";
import { AppError } from "@/lib/kernel/errors";
import type { DialectRoute } from "../kit/dialect";
import { ok } from "./answers";
import { failure } from "./errors";
import { fieldsOf, textOf } from "./fields";

/**
 * Mails the link that activates a user once more: by the address, or by the token of an earlier mail, which may have expired.
 *
 * SECURITY: by the address the answer is always the same. Who holds a token was mailed it, and is told how it stands.
 */
export const sendActivation: DialectRoute = {
  method: "POST",
  path: "/auth/local/activate/send",
  statuses: [200, 400, 422],
  async handle({ site, body, visitor }) {
    const { email, token } = fieldsOf(body);
    if (token === undefined) {
      await requestVerification(site, { email }, visitor);
    } else {
      const seen = await lookAtMailToken(site, "verify_email", textOf(token));
      if (!seen) throw new AppError("link_unusable");
      if (seen.proved) return failure(400, "Your account is already activated", "already_activated");
      await requestVerification(site, { email: seen.emailCanonical }, visitor);
    }
    return ok({ activation: "sent" }, "Activation email sent");
  },
};
