import { signIn } from "@/lib/core/sign-in/sign-in";
import type { Texts } from "@/lib/texts";
import type { HostedPage } from "../hosted-page";
import { view } from "../hosted-response";

/** What `?done=` says has just gone well. */
const notices = ({ signIn }: Texts) =>
  new Map([
    ["password", signIn.passwordChanged],
    ["confirmed", signIn.addressConfirmed],
    ["signed_out", signIn.signedOut],
  ]);

/** The sign-in form, wherever it stands. */
export const signInPage: HostedPage = {
  hashes: true,
  // Only after a mail was sent: a plain sign-in keeps the cookie of an earlier sign-up.
  remembersBrowser: (step) => step.kind === "view",
  show: ({ state, query, t }) =>
    view({ page: "sign-in", email: "", state, notice: notices(t).get(query.get("done") ?? "") ?? null, problem: null }),
  async submit({ context, form, visitor, state }) {
    const { email, password } = form;
    const outcome = await signIn(context, { email, password }, visitor);
    if (outcome.kind === "signed_in") return outcome;
    return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
  },
  refused: ({ form, state }, problem) => ({ page: "sign-in", email: form.email ?? "", state, notice: null, problem }),
};
