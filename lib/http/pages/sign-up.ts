import { signUp } from "@/lib/core/sign-in/sign-up";
import type { HostedPage } from "../hosted-page";
import { view } from "../hosted-response";

/** The sign-up form, wherever it stands. */
export const signUpPage: HostedPage = {
  hashes: true,
  remembersBrowser: () => true,
  show: ({ context, state, path }) =>
    context.site.signUps
      ? view({ page: "sign-up", email: "", name: "", state, problem: null })
      : view({
          page: "notice",
          tone: "bad",
          title: "New accounts are not open here",
          text: `${context.site.name} does not take new sign-ups at the moment.`,
          action: { label: "Sign in instead", href: path("login") },
          reference: null,
        }),
  async submit({ context, form, visitor, state }) {
    const { email, password, name } = form;
    const outcome = await signUp(context, { email, password, name }, visitor);
    if (outcome.kind === "signed_in") return outcome;
    return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
  },
  refused: ({ form, state }, problem) => ({ page: "sign-up", email: form.email ?? "", name: form.name ?? "", state, problem }),
};
