import { findMailSecret } from "@/lib/core/mail-secrets/find-mail-secret";
import { localeOfMailToken } from "@/lib/core/mail-secrets/locale-of-mail-token";
import { confirmVerification } from "@/lib/core/sign-in/confirm-verification";
import { requestVerification } from "@/lib/core/sign-in/request-verification";
import { isSameVisitor } from "@/lib/core/sign-in/same-visitor";
import { isAppError } from "@/lib/kernel/errors";
import { deadLink } from "../dead-link";
import type { HostedPage } from "../hosted-page";
import { seeOther, view } from "../hosted-response";

/**
 * The page behind a verification mail: asks for it again (`email`), answers it by code (`email`, `code`) or by the link
 * (`token`). Opening the link spends nothing; the button does. In another browser than the one
 * that signed up it also asks for the password.
 */
export const verifyEmailPage: HostedPage = {
  hashes: true,
  localeOf: (site, token) => localeOfMailToken(site, "verify_email", token),
  async show({ context, query, visitor, state, path, t }) {
    const token = query.get("token");
    if (token === null) return view({ page: "verify-request", email: "", state, problem: null });
    try {
      const secret = await findMailSecret(context, "verify_email", { token });
      return view({ page: "verify-confirm", token, needsPassword: !visitor.program && !isSameVisitor(secret, visitor), problem: null });
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadLink({ path, t }, "verify-email");
      throw error;
    }
  },
  async submit({ context, form, visitor, state, path, t }) {
    const { email = "", code, token, password } = form;
    if (token === undefined && code === undefined) {
      const outcome = await requestVerification(context, { email }, visitor);
      return view({
        page: "verify-sent",
        email: outcome.email,
        state,
        needsPassword: visitor.browserHash === null,
        maybe: true,
        problem: null,
      });
    }
    try {
      const shown = token === undefined ? { email, code: code ?? "" } : { token };
      const { signIn } = await confirmVerification(context, shown, { password }, visitor);
      if (signIn !== null) return signIn;
      return seeOther(path("login", { done: "confirmed" }));
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadLink({ path, t }, "verify-email");
      throw error;
    }
  },
  refused({ form, state, visitor }, problem) {
    const { email = "", code, token, password } = form;
    if (token === undefined && code === undefined) return { page: "verify-request", email, state, problem };
    const needsPassword = problem.status === 401 || password !== undefined || visitor.browserHash === null;
    if (token !== undefined) return { page: "verify-confirm", token, needsPassword, problem };
    return { page: "verify-sent", email, state, needsPassword, problem };
  },
};
