import { signUp } from "@/lib/core/sign-in/sign-up";
import { fill } from "@/lib/texts/fill";
import type { HostedPage } from "../hosted-page";
import { view } from "../hosted-response";
import { shownProviders } from "../shown-providers";

/** The sign-up form, wherever it stands. */
export const signUpPage: HostedPage = {
  hashes: true,
  remembersBrowser: () => true,
  show: async ({ context, state, path, t }) =>
    context.site.signUps
      ? view({ page: "sign-up", email: "", name: "", state, providers: await shownProviders(context), problem: null })
      : view({
          page: "notice",
          tone: "bad",
          title: t.signUp.closedTitle,
          text: fill(t.signUp.closed, { site: context.site.name }),
          action: { label: t.page.signInInstead, href: path("login") },
          reference: null,
        }),
  async submit({ context, form, visitor, state }) {
    const { email, password, name } = form;
    const outcome = await signUp(context, { email, password, name }, visitor);
    if (outcome.kind === "signed_in") return outcome;
    return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
  },
  refused: async ({ context, form, state }, problem) => ({
    page: "sign-up",
    email: form.email ?? "",
    name: form.name ?? "",
    state,
    providers: await shownProviders(context),
    problem,
  }),
};
