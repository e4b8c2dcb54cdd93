import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { sameBytes } from "@/lib/kernel/secrets";
import { registeredOrigins } from "../sites/registered-origins";
import { type Assertion, readAssertion, readChallenge } from "./answer";
import { type Purpose, requireLiveChallenge, spendChallenge } from "./challenge";
import type { UserVerification } from "./user-verification";
import { verifySignature } from "./verify-signature";

/** Whose passkey was used. */
export type PasskeyUsed = {
  readonly siteUserId: bigint;
  readonly emailCanonical: string;
  readonly emailVerifiedAt: Date | null;
  /** Whether its authenticator made sure who held it, by a PIN, a finger or a face: then it is two factors in one. */
  readonly userVerified: boolean;
};

const columns = {
  id: true,
  siteUserId: true,
  publicKey: true,
  rpId: true,
  userHandle: true,
  siteUser: { select: { emailCanonical: true, emailVerifiedAt: true, blockedAt: true } },
} as const;

/**
 * Tells whose passkey answered a challenge, and spends both: the challenge is good once, and the count of a passkey that counts
 * only grows.
 *
 * SECURITY: whatever is wrong is one refusal: unknown, of another site, of somebody blocked, and badly signed alike. There is no
 * budget of attempts, because there is nothing to guess.
 *
 * @param text the answer as the browser's JSON
 * @throws AppError `passkey_refused`, `passkey_timed_out`
 */
export async function verifyAssertion(
  site: SiteContext,
  text: unknown,
  purpose: Exclude<Purpose, { kind: "add" }>,
  userVerification: UserVerification,
): Promise<PasskeyUsed> {
  const answer = readAssertion(text);
  const challenge = answer && readChallenge(answer);
  if (!answer || !challenge) throw new AppError("passkey_refused");
  requireLiveChallenge(site, purpose, challenge);
  const passkey = await site.db.passkey.findFirst({ where: { credentialId: Buffer.from(answer.id, "base64url") }, select: columns });
  if (!passkey || passkey.siteUser.blockedAt || !isOf(passkey, answer, purpose)) throw new AppError("passkey_refused");
  const { newCounter, userVerified, credentialBackedUp } = await verifySignature(answer, challenge, passkey, {
    userVerification,
    // SECURITY: a frame of ours may ask as well, in a page of the site's own origins.
    around: registeredOrigins(site.site),
  });
  if (!(await spendChallenge(site, challenge))) throw new AppError("passkey_refused");
  const counter = BigInt(newCounter);
  const { count } = await site.db.passkey.updateMany({
    where: { id: passkey.id, counter: counter === 0n ? 0n : { lt: counter } },
    data: { counter, backedUp: credentialBackedUp, lastUsedAt: new Date() },
  });
  if (count === 0) {
    log.warn({ site_id: String(site.site.id), passkey_id: String(passkey.id) }, "passkey refused: its counter did not grow");
    throw new AppError("passkey_refused");
  }
  const { emailCanonical, emailVerifiedAt } = passkey.siteUser;
  return { siteUserId: passkey.siteUserId, emailCanonical, emailVerifiedAt, userVerified };
}

/** SECURITY: the user that the authenticator says, where it says one, and where nobody else does it has to. */
function isOf(
  { userHandle, siteUserId }: { readonly userHandle: Uint8Array; readonly siteUserId: bigint },
  { response }: Assertion,
  purpose: Purpose,
): boolean {
  if (purpose.kind !== "sign_in" && purpose.siteUserId !== siteUserId) return false;
  if (!response.userHandle) return purpose.kind !== "sign_in";
  return sameBytes(Buffer.from(response.userHandle, "base64url"), userHandle);
}
