import { signInByPasskey } from "@/lib/core/sign-in/methods/passkey/sign-in-by-passkey";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import { view } from "../hosted-response";
import type { MethodSubmit } from "./method-submit";

/** Signs in with what the browser answered for a passkey. */
export const passkey: MethodSubmit = async ({ context, form, visitor, state }) => {
  const { userVerification } = settingsOf(context.site.signIn, "passkey");
  const outcome = await signInByPasskey(context, form.credential, visitor, userVerification);
  if (outcome.kind === "signed_in") return outcome;
  return view({ page: "verify-sent", email: outcome.email, state, needsPassword: false, problem: null });
};
