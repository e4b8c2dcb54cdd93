import type { SiteContext } from "@/lib/db/resolve";
import { CHALLENGE_MS, newChallenge } from "./challenge";
import { relyingParty } from "./relying-party";
import type { UserVerification } from "./user-verification";

/** What a browser is told to ask for a passkey of one user: `PublicKeyCredentialRequestOptionsJSON`. Null: they have none. */
export async function beginProving(site: SiteContext, siteUserId: bigint, userVerification: UserVerification) {
  const { id: rpId } = relyingParty();
  const passkeys = await site.db.passkey.findMany({ where: { siteUserId, rpId }, select: { credentialId: true, transports: true } });
  if (passkeys.length === 0) return null;
  return {
    challenge: newChallenge(site, { kind: "prove", siteUserId }),
    rpId,
    timeout: CHALLENGE_MS,
    userVerification,
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString("base64url"),
      type: "public-key",
      transports,
    })),
  } as const;
}
