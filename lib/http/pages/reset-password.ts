import { findMailSecret } from "@/lib/core/mail-secrets/find-mail-secret";
import { confirmReset } from "@/lib/core/sign-in/confirm-reset";
import { requestReset } from "@/lib/core/sign-in/request-reset";
import { isAppError } from "@/lib/kernel/errors";
import { deadLink } from "../dead-link";
import type { HostedPage } from "../hosted-page";
import { seeOther, view } from "../hosted-response";

/**
 * One page, three forms: ask for the mail (`email`), answer it by code (`email`, `code`, `password`), or by the link
 * (`token`, `password`). Opening the link spends nothing; the button does.
 */
export const resetPasswordPage: HostedPage = {
  hashes: true,
  async show({ context, query, state, path, t }) {
    const token = query.get("token");
    if (token === null) return view({ page: "reset-request", email: "", state, problem: null });
    try {
      await findMailSecret(context, "reset_password", { token });
      return view({ page: "reset-confirm", token, problem: null });
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadLink({ path, t }, "reset-password");
      throw error;
    }
  },
  async submit({ context, form, state, path, t }) {
    const { email = "", code, token, password } = form;
    if (token === undefined && code === undefined) {
      const outcome = await requestReset(context, { email });
      return view({ page: "reset-sent", email: outcome.email, state, problem: null });
    }
    const shown = token === undefined ? { email, code: code ?? "" } : { token };
    try {
      await confirmReset(context, shown, { password });
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadLink({ path, t }, "reset-password");
      throw error;
    }
    return seeOther(path("login", { done: "password", ...(state ? { state } : {}) }));
  },
  refused({ form, state }, problem) {
    const { email = "", code, token } = form;
    if (token !== undefined) return { page: "reset-confirm", token, problem };
    return { page: code === undefined ? "reset-request" : "reset-sent", email, state, problem };
  },
};
