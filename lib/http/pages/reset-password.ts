import { findMailSecret } from "@/lib/core/mail-secrets/find-mail-secret";
import { localeOfMailToken } from "@/lib/core/mail-secrets/locale-of-mail-token";
import { confirmReset } from "@/lib/core/sign-in/confirm-reset";
import { isMethodOn, requireMethod } from "@/lib/core/sign-in/methods/require-method";
import { requestReset } from "@/lib/core/sign-in/request-reset";
import type { View } from "@/lib/hosted/view";
import { isAppError } from "@/lib/kernel/errors";
import { fill } from "@/lib/texts/fill";
import { deadLink } from "../dead-link";
import type { HostedPage, Visit } from "../hosted-page";
import { seeOther, view } from "../hosted-response";

/**
 * One page, three forms: ask for the mail (`email`), answer it by code (`email`, `code`, `password`), or by the link
 * (`token`, `password`). Opening the link spends nothing; the button does.
 */
export const resetPasswordPage: HostedPage = {
  hashes: true,
  localeOf: (site, token) => localeOfMailToken(site, "reset_password", token),
  async show({ context, query, state, path, t }) {
    if (!isMethodOn(context, "password")) return view(noPasswords({ context, path, t }));
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
  async submit({ context, form, visitor, state, path, t }) {
    requireMethod(context, "password");
    const { email = "", code, token, password } = form;
    if (token === undefined && code === undefined) {
      const outcome = await requestReset(context, { email }, visitor);
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
  refused({ context, form, state, path, t }, problem) {
    if (!isMethodOn(context, "password")) return noPasswords({ context, path, t });
    const { email = "", code, token } = form;
    if (token !== undefined) return { page: "reset-confirm", token, problem };
    return { page: code === undefined ? "reset-request" : "reset-sent", email, state, problem };
  },
};

/** Instead of the page, where nobody signs in with a password. */
function noPasswords({ context, path, t }: Pick<Visit, "context" | "path" | "t">): View {
  return {
    page: "notice",
    tone: "bad",
    title: t.ways.noPasswordsTitle,
    text: fill(t.ways.noPasswords, { site: context.site.name }),
    action: { label: t.page.signInInstead, href: path("login") },
    reference: null,
  };
}
