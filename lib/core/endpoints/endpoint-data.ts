import { seal } from "@/lib/kernel/secrets";
import { type EndpointKind, endpointKeyContext, type ShownEndpoint } from "./endpoint";
import type { GivenEndpoint } from "./endpoint-field";

type Endpoints<Endpoint> = { readonly signupEndpoint?: Endpoint | null | undefined; readonly signInEndpoint?: Endpoint | null | undefined };

/** What changes in a site's row with the endpoints that its customer gave. One that was not given stays what it is. */
export function endpointData(siteId: bigint, given: Endpoints<GivenEndpoint>, kept: Endpoints<ShownEndpoint>) {
  const signup = changed("signup", siteId, given.signupEndpoint, kept.signupEndpoint);
  const signIn = changed("sign_in", siteId, given.signInEndpoint, kept.signInEndpoint);
  return {
    ...(signup && { signupEndpointUrl: signup.url, signupEndpointKeySealed: signup.keySealed }),
    ...(signIn && { signInEndpointUrl: signIn.url, signInEndpointKeySealed: signIn.keySealed }),
  };
}

/**
 * SECURITY: a key goes to the address that it was given for and to no other. Who may change the address does not get it sent
 * to themselves: another address without a key has none.
 */
function changed(kind: EndpointKind, siteId: bigint, given: GivenEndpoint | null | undefined, kept: ShownEndpoint | null | undefined) {
  if (given === undefined) return null;
  if (given === null) return { url: null, keySealed: null };
  if (given.apiKey === undefined && given.url === kept?.url) return null;
  return { url: given.url, keySealed: given.apiKey ? seal(given.apiKey, endpointKeyContext(kind, siteId)) : null };
}
