import { CHALLENGE_MS } from "./challenge";
import { relyingParty } from "./relying-party";
import type { UserVerification } from "./user-verification";

/** ECDSA with P-256, RSA with SHA-256, and Ed25519: what every authenticator has one of. */
export const ALGORITHMS = [-7, -257, -8];

/** A passkey as a browser finds it. */
type Known = { readonly credentialId: Uint8Array; readonly transports: readonly string[] };

const descriptors = (passkeys: readonly Known[]) =>
  passkeys.map(({ credentialId, transports }) => ({ id: Buffer.from(credentialId).toString("base64url"), type: "public-key", transports }));

/** What a browser is told to ask for one of these passkeys, or, without any, for whichever it has: `PublicKeyCredentialRequestOptionsJSON`. */
export const requestOptions = (challenge: string, passkeys: readonly Known[], userVerification: UserVerification) =>
  ({
    challenge,
    rpId: relyingParty().id,
    timeout: CHALLENGE_MS,
    userVerification,
    allowCredentials: descriptors(passkeys),
  }) as const;

/** For whom a passkey is made, and where. */
type Maker = {
  /** What stands above the name in the authenticator's list. */
  readonly place: string;
  readonly userHandle: Uint8Array;
  readonly name: string;
  readonly displayName: string;
};

/**
 * What a browser is told to make a passkey: `PublicKeyCredentialCreationOptionsJSON`. Who makes the authenticator is asked of nobody.
 *
 * @param passkeys those there are: no authenticator makes a second one
 */
export const creationOptions = (
  challenge: string,
  { place, userHandle, name, displayName }: Maker,
  passkeys: readonly Known[],
  userVerification: UserVerification,
) =>
  ({
    rp: { id: relyingParty().id, name: place },
    user: { id: Buffer.from(userHandle).toString("base64url"), name, displayName },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: CHALLENGE_MS,
    attestation: "none",
    excludeCredentials: descriptors(passkeys),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification },
    extensions: { credProps: true },
  }) as const;
