import { findMailSecret } from "@/lib/core/mail-secrets/find-mail-secret";
import { confirmReset } from "@/lib/core/sign-in/confirm-reset";
import { requestReset } from "@/lib/core/sign-in/request-reset";
import type { AppError } from "@/lib/kernel/errors";
import type { DialectRoute, WireResponse } from "../kit/dialect";
import { invalid, refused } from "./errors";
import { taking } from "./taking";
import { missing, unprocessable } from "./unprocessable";

/** Unknown, expired and used are one refusal. */
function refuse(error: AppError): WireResponse | null {
  if (error.code === "link_unusable") return refused(400, "Invalid or expired reset token");
  return error.code === "invalid" ? invalid(error, "new_password") : null;
}

/** Mails what sets a new password. Says nothing about whether the address has an account. */
const request: DialectRoute = {
  method: "POST",
  path: "/password-reset/request",
  statuses: [204, 422],
  handle: taking(["email"], async ({ email }, { site, visitor }) => {
    await requestReset(site, { email }, visitor);
    return { status: 204 };
  }),
};

/** Tells whether the token of a mail could set a password now. Looking spends nothing. */
const validate: DialectRoute = {
  method: "GET",
  path: "/password-reset/validate",
  statuses: [200, 400, 422],
  async handle({ site, query }) {
    const token = query.getAll("token").at(-1);
    if (token === undefined) return unprocessable([missing(["query", "token"], null)]);
    await findMailSecret(site, "reset_password", { token });
    return { status: 200, body: { message: "Valid reset token", status: "valid", token } };
  },
  refuse,
};

/** Sets a new password with the token of a mail. Everything that the old one had opened is over. */
const confirm: DialectRoute = {
  method: "POST",
  path: "/password-reset/confirm",
  hashes: true,
  statuses: [204, 400, 422, 503],
  handle: taking(["token", "new_password"], async ({ token, new_password }, { site }) => {
    await confirmReset(site, { token }, { password: new_password });
    return { status: 204 };
  }),
  refuse,
};

export const passwordReset: readonly DialectRoute[] = [request, validate, confirm];
