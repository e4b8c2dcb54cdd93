import { AppError } from "@/lib/kernel/errors";
import type { Attestation } from "./answer";
import { ALGORITHMS } from "./ceremony-options";
import { requireUsableKey } from "./public-key";
import { relyingParty } from "./relying-party";
import type { UserVerification } from "./user-verification";
import { webauthn, webauthnParts } from "./webauthn";

/** `unasked`: a browser may have made it by itself, with nobody there. */
type Wanted = { readonly userVerification: UserVerification; readonly unasked: boolean };

/**
 * Reads what a browser tells of a passkey that it has just made for us: the columns of its row.
 *
 * @throws AppError `passkey_not_added`
 */
export async function verifyAttestation({ id, type, response }: Attestation, challenge: string, { userVerification, unasked }: Wanted) {
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
