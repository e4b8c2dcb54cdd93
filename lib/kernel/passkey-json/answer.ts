import { toBase64url } from "./bytes";

/** What the authenticator answered, as JSON for the server. */
export function answerOf(credential: Credential): string {
  const { id, type, response } = credential as PublicKeyCredential;
  const said: Record<string, unknown> = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = (response as unknown as Record<string, ArrayBuffer | null | undefined>)[name];
    if (value) said[name] = toBase64url(value);
  }
  const { getTransports } = response as AuthenticatorAttestationResponse;
  if (getTransports) said.transports = getTransports.call(response);
  return JSON.stringify({ id, type, response: said });
}
