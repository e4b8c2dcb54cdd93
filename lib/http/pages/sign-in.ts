import { signIn } from "@/lib/core/sign-in/sign-in";
import type { HostedPage } from "../hosted-page";
import { view } from "../hosted-response";

const NOTICES = new Map([
  ["password", "Your password was changed. Sign in with the new one."],
  ["confirmed", "Your e-mail address is confirmed. You can sign in now."],
  ["signed_out", "You are signed out."],
]);

/** The sign-in form, wherever it stands. */
export const signInPage: HostedPage = {
  hashes: true,
  asksWho: true,
  // Only after a mail was sent: a plain sign-in keeps the cookie of an earlier sign-up.
  remembersBrowser: (step) => step.kind === "view",
  show: ({ context, state, query, signedIn }) => {
    // Where an address has to be proved, whoever has not done so signs in and is told.
    const goesOn =
      signedIn && query.get("as") !== "other" && !(context.site.emailVerification === "required" && !signedIn.user.emailVerifiedAt);
    if (goesOn)
      return view({ page: "continue", email: signedIn.user.email, name: signedIn.user.firstName, session: signedIn.handle, state });
    return view({ page: "sign-in", email: "", state, notice: NOTICES.get(query.get("done") ?? "") ?? null, problem: null });
  },
  async submit({ context, form, visitor, state }) {
    const { email, password } = form;
    const outcome = await signIn(context, { email, password }, visitor);
    if (outcome.kind === "signed_in") return outcome;
    return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
  },
  refused: ({ form, state }, problem) => ({ page: "sign-in", email: form.email ?? "", state, notice: null, problem }),
};
