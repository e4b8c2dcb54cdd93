import { hostedRule } from "@/lib/core/sign-in/methods/email-code/hosted-rule";
import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import { signUpWay } from "@/lib/core/sign-in/methods/sign-up-way";
import { signUp } from "@/lib/core/sign-in/sign-up";
import { invalid } from "@/lib/kernel/errors";
import { FIELD_RULES } from "@/lib/kernel/field-rules";
import { fill } from "@/lib/texts/fill";
import { askForCode } from "../code-sent";
import type { HostedPage, Visit } from "../hosted-page";
import { type Step, view } from "../hosted-response";
import { shownProviders } from "../shown-providers";

/** The sign-up form, wherever it stands. */
export const signUpPage: HostedPage = {
  hashes: true,
  challenged: () => true,
  // A code is known by a cookie of its own.
  remembersBrowser: (step) => step.kind !== "view" || step.view.page !== "code-sent",
  show: async ({ context, state, path, t }) =>
    signUpWay(context) !== null
      ? view({ page: "sign-up", email: "", name: "", state, providers: shownProviders(context), problem: null })
      : view({
          page: "notice",
          tone: "bad",
          title: t.signUp.closedTitle,
          text: fill(t.signUp.closed, { site: context.site.name }),
          action: { label: t.page.signInInstead, href: path("login") },
          reference: null,
        }),
  async submit(visit) {
    const { context, form, visitor, state } = visit;
    const { email, password, name, username } = form;
    if (signUpWay(context) === "email_code") return signUpByCode(visit);
    requireMethod(context, "password");
    const { usernames } = settingsOf(context.site.signIn, "password");
    if (usernames && !username?.trim()) throw invalid("username", `Username ${FIELD_RULES.blank}`);
    const outcome = await signUp(context, { email, password, name, ...(usernames && { username }) }, visitor);
    if (outcome.kind === "signed_in") return outcome;
    return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
  },
  refused: ({ form, state }, problem) => {
    const { email = "", name = "", username = "" } = form;
    return { page: "sign-up", email, name, username, state, problem };
  },
};

/** Without passwords the code is what makes a user; an address that has one already is simply signed in by it. */
function signUpByCode(visit: Visit): Promise<Step> {
  const { email, name } = visit.form;
  return askForCode(visit, { email, name }, { ...hostedRule(visit.context), mayCreate: true });
}
