import { issuerOf } from "@/lib/core/sessions/access-token";
import { publishedKeys } from "@/lib/core/sessions/signing-keys";
import type { WireRequest, WireResponse } from "../kit/dialect";

/** For whoever checks the site's tokens: the same for everybody, and looked at again soon when keys change. */
const headers = { "cache-control": "public, max-age=60", "cross-origin-resource-policy": "cross-origin" };

/** The keys that the site's access tokens are signed with (RFC 7517). */
export async function jwks({ site }: WireRequest): Promise<WireResponse> {
  return { status: 200, headers, body: { keys: await publishedKeys(site) } };
}

/** Who issues them, and where the keys are (OpenID Connect Discovery). */
export async function discovery({ site }: WireRequest): Promise<WireResponse> {
  const issuer = issuerOf(site);
  return { status: 200, headers, body: { issuer, jwks_uri: `${issuer}/jwt/jwks.json` } };
}
