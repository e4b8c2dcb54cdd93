import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SessionHolder } from "../sessions/hosted-session";
import { creationOptions } from "./ceremony-options";
import { newChallenge } from "./challenge";
import { userHandleOf } from "./user-handle";
import type { UserVerification } from "./user-verification";

/**
 * What a browser is told to make a passkey: `PublicKeyCredentialCreationOptionsJSON`.
 *
 * The name says the site as well: all sites here share a domain, and an authenticator shows the passkeys of a domain in one list.
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
  const maker = {
    place: site.site.name,
    userHandle: userHandleOf(site.scope, siteUserId),
    name: `${called} (${site.site.name})`,
    displayName: user.name ?? called,
  };
  return creationOptions(newChallenge(site, { kind: "add", siteUserId, session }), maker, passkeys, userVerification);
}
