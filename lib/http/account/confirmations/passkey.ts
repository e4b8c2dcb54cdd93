import { beginProving } from "@/lib/core/passkeys/begin-proving";
import { proveByPasskey } from "@/lib/core/passkeys/prove-by-passkey";
import { isMethodOn } from "@/lib/core/sign-in/methods/require-method";
import { settingsOf } from "@/lib/core/sign-in/methods/settings";
import type { AccountVisit } from "../account-page";
import type { Confirmation } from "./confirmation";

const verificationOf = ({ context }: AccountVisit) => settingsOf(context.site.signIn, "passkey").userVerification;

/** Proving oneself once more by a passkey. */
export const passkey: Confirmation<string> = {
  async offer(visit) {
    if (!isMethodOn(visit.context, "passkey")) return undefined;
    const options = await beginProving(visit.context, visit.signedIn.user.id, verificationOf(visit));
    return options ? JSON.stringify(options) : undefined;
  },
  prove: (visit) => proveByPasskey(visit.context, visit.signedIn.user.id, visit.form.credential, verificationOf(visit)),
};
