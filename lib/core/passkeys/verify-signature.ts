import { AppError } from "@/lib/kernel/errors";
import type { Assertion } from "./answer";
import { relyingParty } from "./relying-party";
import type { UserVerification } from "./user-verification";
import { webauthn } from "./webauthn";

/** What is wanted of a signature, beside being right. */
type Wanted = {
  readonly userVerification: UserVerification;
  /** Origins whose pages may stand around ours. */
  readonly around?: readonly string[];
};

/**
 * Verifies that a passkey has signed the answer to a challenge, for a page of ours. What its count says, whoever keeps it judges.
 *
 * @throws AppError `passkey_refused`
 */
export async function verifySignature(
  { id, type, response }: Assertion,
  challenge: string,
  { publicKey, rpId }: { readonly publicKey: Uint8Array; readonly rpId: string },
  { userVerification, around = [] }: Wanted,
) {
  const { verifyAuthenticationResponse } = await webauthn();
  const { origins } = relyingParty();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type,
        response: { ...response, userHandle: response.userHandle ?? undefined },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedTopOrigin: [...origins, ...around],
      expectedRPID: rpId,
      requireUserVerification: userVerification === "required",
      // The count is judged by the statement that keeps it.
      credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 },
    });
    if (verified) return authenticationInfo;
  } catch (cause) {
    throw new AppError("passkey_refused", { cause });
  }
  throw new AppError("passkey_refused");
}
