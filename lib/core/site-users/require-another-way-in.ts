import type { TenantDb } from "@/lib/db/tenant-db";
import { AppError } from "@/lib/kernel/errors";
import { providerOfIssuer } from "../linked-accounts/provider-of-issuer";
import { relyingParty } from "../passkeys/relying-party";
import type { MethodId } from "../sign-in/methods";
import { settingsOf } from "../sign-in/methods/settings";

/**
 * Lets pass what leaves a user a way to sign in that is on at their site: a password, a passkey, or an account at a provider that is
 * on. The one home of this rule, for whatever takes one away.
 *
 * A passkey of another domain, as a bundle may bring, is none: no browser shows it here.
 *
 * A code by mail is none here: it would leave the mailbox alone to guard an account whose user chose something better.
 *
 * SECURITY: asked in the transaction that takes one away, after it was taken, with the user's row locked: two of them at once cannot
 * each count on the other's.
 *
 * @throws AppError `last_way_in`
 */
export async function requireAnotherWayIn(db: TenantDb, siteUserId: bigint): Promise<void> {
  const site = await db.site.findFirst({ select: { signIn: true } });
  const isOn = (method: MethodId) => settingsOf(site?.signIn, method).enabled;
  if (isOn("password") && (await db.siteUser.count({ where: { id: siteUserId, passwordSealed: { not: null } } })) > 0) return;
  if (isOn("passkey") && (await db.passkey.count({ where: { siteUserId, rpId: relyingParty().id } })) > 0) return;
  const linked = isOn("social") ? await db.linkedAccount.findMany({ where: { siteUserId }, select: { issuer: true } }) : [];
  const providers = await db.identityProvider.findMany({ where: { enabled: true }, select: { kind: true, issuer: true } });
  if (!linked.some(({ issuer }) => providerOfIssuer(providers, issuer))) throw new AppError("last_way_in");
}
