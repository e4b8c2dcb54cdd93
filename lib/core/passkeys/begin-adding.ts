import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SessionHolder } from "../sessions/hosted-session";
import { CHALLENGE_MS, newChallenge } from "./challenge";
import { relyingParty } from "./relying-party";
import { userHandleOf } from "./user-handle";
import type { UserVerification } from "./user-verification";

/** ECDSA with P-256, RSA with SHA-256, and Ed25519: what every authenticator has one of. */
export const ALGORITHMS = [-7, -257, -8];

/**
 * What a browser is told to make a passkey: `PublicKeyCredentialCreationOptionsJSON`.
 *
 * The name says the site as well: all sites here share a domain, and an authenticator shows the passkeys of a domain in one list.
 * Who makes the authenticator is asked of nobody.
 *
 * @throws AppError `not_signed_in` when the user was deleted in this moment
 */
export async function beginAdding(site: SiteContext, { siteUserId, session }: SessionHolder, userVerification: UserVerification) {
  const columns = { email: true, username: true, name: true } as const;
  const [user, passkeys] = await Promise.all([
    site.db.siteUser.findFirst({ where: { id: siteUserId, blockedAt: null }, select: columns }),
    site.db.passkey.findMany({ where: { siteUserId }, select: { credentialId: true, transports: true } }),
  ]);
  if (!user) throw new AppError("not_signed_in");
  const called = user.username ?? user.email;
  return {
    rp: { id: relyingParty().id, name: site.site.name },
    user: {
      id: Buffer.from(userHandleOf(site.scope, siteUserId)).toString("base64url"),
      name: `${called} (${site.site.name})`,
      displayName: user.name ?? called,
    },
    challenge: newChallenge(site, { kind: "add", siteUserId, session }),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: CHALLENGE_MS,
    attestation: "none",
    excludeCredentials: passkeys.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString("base64url"),
      type: "public-key",
      transports,
    })),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification },
    extensions: { credProps: true },
  } as const;
}
