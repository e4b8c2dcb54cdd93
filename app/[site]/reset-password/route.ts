import { findMailSecret } from "@/lib/core/mail-secrets/find-mail-secret";
import { confirmReset } from "@/lib/core/sign-in/confirm-reset";
import { requestReset } from "@/lib/core/sign-in/request-reset";
import { deadLink } from "@/lib/http/dead-link";
import { hostedPage, seeOther, view } from "@/lib/http/hosted-page";
import { sitePath } from "@/lib/http/hosted-response";
import { isAppError } from "@/lib/kernel/errors";

/**
 * One page, three forms: ask for the mail (`email`), answer it by code (`email`, `code`, `password`), or by the link
 * (`token`, `password`). Opening the link spends nothing; the button does.
 */
export const { GET, POST } = hostedPage({
  hashes: true,
  async show({ context, query, state }) {
    const token = query.get("token");
    if (token === null) return view({ page: "reset-request", email: "", state, problem: null });
    try {
      await findMailSecret(context, "reset_password", { token });
      return view({ page: "reset-confirm", token, problem: null });
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadLink(context.site, "reset-password");
      throw error;
    }
  },
  async submit({ context, form, state }) {
    const { email = "", code, token, password } = form;
    if (token === undefined && code === undefined) {
      const outcome = await requestReset(context, { email });
      return view({ page: "reset-sent", email: outcome.email, state, problem: null });
    }
    const shown = token === undefined ? { email, code: code ?? "" } : { token };
    try {
      await confirmReset(context, shown, { password });
    } catch (error) {
      if (isAppError(error) && error.code === "link_unusable") return deadLink(context.site, "reset-password");
      throw error;
    }
    return seeOther(sitePath(context.site, "login", { done: "password", ...(state ? { state } : {}) }));
  },
  refused({ form, state }, problem) {
    const { email = "", code, token } = form;
    if (token !== undefined) return { page: "reset-confirm", token, problem };
    return { page: code === undefined ? "reset-request" : "reset-sent", email, state, problem };
  },
});
