import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { newId } from "@/lib/kernel/ids";
import { recordEvent } from "../audit/record-event";
import type { SessionHolder } from "../sessions/hosted-session";
import { requireOpenSession } from "../sessions/require-open-session";
import { type Attestation, readAttestation, readChallenge } from "./answer";
import { ALGORITHMS } from "./begin-adding";
import { requireLiveChallenge, spendChallenge } from "./challenge";
import { MOST_PASSKEYS } from "./passkey";
import { providerOf } from "./provider";
import { requireUsableKey } from "./public-key";
import { relyingParty } from "./relying-party";
import { userHandleOf } from "./user-handle";
import type { UserVerification } from "./user-verification";
import { webauthn, webauthnParts } from "./webauthn";

type Given = {
  /** The answer as the browser's JSON. */
  readonly answer: unknown;
  /** What to call it where its maker is not known. */
  readonly fallbackName: string;
  /** Whether a browser may have made it by itself, with nobody there. Left out: no. */
  readonly unasked?: boolean;
};

/**
 * Adds the passkey that somebody has made for their account, and has them told by mail, in one transaction.
 *
 * @returns its id
 * @throws AppError `passkey_not_added`, `passkey_timed_out`, `passkey_known`, `too_many_passkeys`, `not_signed_in`, `session_ended`
 */
export async function addPasskey(
  site: SiteContext,
  { siteUserId, session }: SessionHolder,
  { answer, fallbackName, unasked = false }: Given,
  userVerification: UserVerification,
): Promise<bigint> {
  const given = readAttestation(answer);
  const challenge = given && readChallenge(given);
  if (!given || !challenge) throw new AppError("passkey_not_added");
  requireLiveChallenge(site, { kind: "add", siteUserId, session }, challenge);
  const made = await verify(given, challenge, { userVerification, unasked });
  if (!(await spendChallenge(site, challenge))) throw new AppError("passkey_not_added");
  const id = newId();
  try {
    await site.db.$transaction(async (db) => {
      await db.$lockSiteUser(siteUserId);
      await requireOpenSession(db, { siteUserId, session });
      const user = await db.siteUser.findFirst({ where: { id: siteUserId, blockedAt: null }, select: { emailCanonical: true } });
      if (!user) throw new AppError("not_signed_in");
      if ((await db.passkey.count({ where: { siteUserId } })) >= MOST_PASSKEYS) throw new AppError("too_many_passkeys");
      const name = providerOf(made.aaguid) ?? fallbackName;
      const { id: _, ...rest } = { id: null, ...made };
      await db.passkey.create({
        data: { ...rest, id, siteUserId, name, transports: given.response.transports, userHandle: userHandleOf(site.scope, siteUserId) },
      });
      await enqueue(db, "mail-passkey-changed", { emailCanonical: user.emailCanonical, change: "added", name });
      await recordEvent(db, { type: "passkey.added", siteUserId, data: { passkey_id: String(id) } });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? new AppError("passkey_known", { cause: error }) : error;
  }
  return id;
}

type Wanted = { readonly userVerification: UserVerification; readonly unasked: boolean };

async function verify({ id, type, response }: Attestation, challenge: string, { userVerification, unasked }: Wanted) {
  const [{ verifyRegistrationResponse }, parts] = await Promise.all([webauthn(), webauthnParts()]);
  const { id: rpId, origins } = relyingParty();
  try {
    requirePlain(parts.decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, "base64url"))));
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId: id, type, response: { ...response, transports: [] }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserPresence: !unasked,
      requireUserVerification: userVerification === "required",
      supportedAlgorithmIDs: ALGORITHMS,
    });
    // SECURITY: the id that the browser says and the one that was signed are one, or somebody else's would be taken.
    if (verified && registrationInfo.credential.id === id) {
      await requireUsableKey(registrationInfo.credential.publicKey);
      const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
      return {
        credentialId: Buffer.from(credential.id, "base64url"),
        publicKey: Buffer.from(credential.publicKey),
        rpId,
        counter: BigInt(credential.counter),
        aaguid,
        backupEligible: credentialDeviceType === "multiDevice",
        backedUp: credentialBackedUp,
      };
    }
  } catch (cause) {
    throw new AppError("passkey_not_added", { cause });
  }
  throw new AppError("passkey_not_added");
}

type Statement = Awaited<ReturnType<typeof webauthnParts>>["decodeAttestationObject"] extends (bytes: never) => infer Decoded
  ? Decoded
  : never;

/**
 * Lets pass what nobody vouches for but the authenticator itself, which is all that we ask.
 *
 * SECURITY: a certificate in it would be verified against the lists of revoked ones that it names itself: an address of a
 * stranger's choice, called from here.
 */
function requirePlain(statement: Statement): void {
  const format = statement.get("fmt");
  const plain = format === "none" || (format === "packed" && statement.get("attStmt").get("x5c") === undefined);
  if (!plain) throw new Error(`An attestation of the format ${String(format).slice(0, 30)}, which was not asked for`);
}
