import { fromBase64url } from "./bytes";

type Descriptor = { id: string };
type Json = {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
  allowCredentials?: Descriptor[];
  excludeCredentials?: Descriptor[];
};

const descriptors = (list: Descriptor[] = []) => list.map((each) => ({ ...each, id: fromBase64url(each.id) }));

/** What the server says, as the browser wants it: not every one reads the JSON itself. */
export function requestOf(text: string): PublicKeyCredentialRequestOptions {
  const json = JSON.parse(text) as Json;
  const ready = { ...json, challenge: fromBase64url(json.challenge), allowCredentials: descriptors(json.allowCredentials) };
  return ready as unknown as PublicKeyCredentialRequestOptions;
}

export function creationOf(text: string): PublicKeyCredentialCreationOptions {
  const json = JSON.parse(text) as Json;
  const ready = {
    ...json,
    challenge: fromBase64url(json.challenge),
    user: { ...json.user, id: fromBase64url(json.user?.id ?? "") },
    excludeCredentials: descriptors(json.excludeCredentials),
  };
  return ready as unknown as PublicKeyCredentialCreationOptions;
}
