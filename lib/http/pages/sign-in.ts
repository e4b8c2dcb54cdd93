import type { HostedSession } from "@/lib/core/sessions/hosted-session";
import { isMethodId, type MethodId } from "@/lib/core/sign-in/methods";
import { requireMethod } from "@/lib/core/sign-in/methods/require-method";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { Texts } from "@/lib/texts";
import type { HostedPage } from "../hosted-page";
import { view } from "../hosted-response";
import { lastUsed } from "../last-used-cookie";
import { SUBMITS } from "../methods";
import { shownProviders } from "../shown-providers";
import type { Visit } from "../visit";

/** What `?done=` says has just gone well. */
const notices = ({ signIn, accountDelete }: Texts) =>
  new Map([
    ["password", signIn.passwordChanged],
    ["confirmed", signIn.addressConfirmed],
    ["signed_out", signIn.signedOut],
    ["deleted", accountDelete.deleted],
  ]);

/** The sign-in page, wherever it stands. The field `method` says which form was sent; `?method=` which one to show. */
export const signInPage: HostedPage = {
  hashes: true,
  asksWho: true,
  // A passkey is no guess, and a provider has challenges of its own.
  challenged: ({ method = "password" }) => method === "password" || method === "email_code",
  // Only after a proof was mailed: a plain sign-in keeps the cookie of an earlier sign-up.
  remembersBrowser: (step) => step.kind === "view" && step.view.page === "verify-sent",
  show: async (visit) => {
    const { context, state, query, signedIn, t } = visit;
    if (signedIn && goesOn(context, signedIn, query)) {
      return view({ page: "continue", email: signedIn.user.email, name: signedIn.user.firstName, session: signedIn.handle, state });
    }
    return view({
      page: "sign-in",
      method: methodOf(query.get("method")),
      email: "",
      state,
      notice: notices(t).get(query.get("done") ?? "") ?? null,
      ...offered(visit),
      problem: null,
    });
  },
  submit(visit) {
    // A form of before there was more than one way names none.
    const method = methodOf(visit.form.method ?? "password");
    if (!method) throw new AppError("bad_request");
    requireMethod(visit.context, method);
    return SUBMITS[method](visit);
  },
  refused: async (visit, problem) => {
    const { form, state } = visit;
    return {
      page: "sign-in",
      // As it was: the button of another way may stand in the form of a password.
      method: form.password === undefined ? methodOf(form.method) : "password",
      email: form.login ?? form.email ?? "",
      state,
      notice: null,
      ...offered(visit),
      problem,
    };
  },
};

const methodOf = (text: string | null | undefined): MethodId | undefined => (text && isMethodId(text) ? text : undefined);

/** What the page offers beside the methods that are on. */
function offered(visit: Visit) {
  const providers = shownProviders(visit.context);
  return { providers, lastUsed: lastUsed(visit, providers) };
}

/** Whether who is signed in here is asked to go on. Not while they choose another account, nor where an address has to be proved and theirs is not. */
function goesOn({ site }: SiteContext, { user }: HostedSession, query: URLSearchParams): boolean {
  if (query.has("as") || query.has("method")) return false;
  return site.emailVerification !== "required" || user.emailVerifiedAt !== null;
}
