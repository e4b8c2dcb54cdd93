import type { SiteContext } from "@/lib/db/resolve";
import { CHALLENGE_MS, newChallenge } from "../../../passkeys/challenge";
import { relyingParty } from "../../../passkeys/relying-party";
import type { UserVerification } from "../../../passkeys/user-verification";

/**
 * What a browser is told to ask for a passkey of anybody: `PublicKeyCredentialRequestOptionsJSON`. Which ones it has, and so who
 * has an account, nobody but its user learns.
 */
export const beginPasskeySignIn = (site: SiteContext, userVerification: UserVerification) =>
  ({
    challenge: newChallenge(site, { kind: "sign_in" }),
    rpId: relyingParty().id,
    timeout: CHALLENGE_MS,
    userVerification,
    allowCredentials: [],
  }) as const;
