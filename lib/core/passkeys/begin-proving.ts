import type { SiteContext } from "@/lib/db/resolve";
import { requestOptions } from "./ceremony-options";
import { newChallenge } from "./challenge";
import { relyingParty } from "./relying-party";
import type { UserVerification } from "./user-verification";

/** What a browser is told to ask for a passkey of one user: `PublicKeyCredentialRequestOptionsJSON`. Null: they have none. */
export async function beginProving(site: SiteContext, siteUserId: bigint, userVerification: UserVerification) {
  const { id: rpId } = relyingParty();
  const passkeys = await site.db.passkey.findMany({ where: { siteUserId, rpId }, select: { credentialId: true, transports: true } });
  if (passkeys.length === 0) return null;
  return requestOptions(newChallenge(site, { kind: "prove", siteUserId }), passkeys, userVerification);
}
