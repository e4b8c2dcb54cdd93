import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import { signIn } from "@/lib/core/sign-in/sign-in";
import { view } from "../hosted-response";
import type { MethodSubmit } from "./method-submit";

/** Signs in with a password. Where the site has usernames, one field takes either. */
export const password: MethodSubmit = async ({ context, form, visitor, state }) => {
  const { email, login = email, password } = form;
  const { usernames } = settingsOf(context.site.signIn, "password");
  const outcome = await signIn(context, usernames ? { login, password } : { email, password }, visitor);
  if (outcome.kind === "signed_in") return outcome;
  return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
};
