import type { SiteContext } from "@/lib/db/resolve";
import { requestOptions } from "../../../passkeys/ceremony-options";
import { newChallenge } from "../../../passkeys/challenge";
import type { UserVerification } from "../../../passkeys/user-verification";

/**
 * What a browser is told to ask for a passkey of anybody: `PublicKeyCredentialRequestOptionsJSON`. Which ones it has, and so who
 * has an account, nobody but its user learns.
 */
export const beginPasskeySignIn = (site: SiteContext, userVerification: UserVerification) =>
  requestOptions(newChallenge(site, { kind: "sign_in" }), [], userVerification);
