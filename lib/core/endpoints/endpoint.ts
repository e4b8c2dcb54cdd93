/** What a customer's own user system is asked for: to take a new user, or whether somebody is one of its users. */
export type EndpointKind = "signup" | "sign_in";

/** An endpoint as its customer sees it. The key is never given back. */
export type ShownEndpoint = { readonly url: string; readonly hasKey: boolean };

/** What a site's row keeps of its endpoints. */
export type EndpointRow = {
  readonly signupEndpointUrl: string | null;
  readonly signupEndpointKeySealed: Uint8Array | null;
  readonly signInEndpointUrl: string | null;
  readonly signInEndpointKeySealed: Uint8Array | null;
};

export const endpointColumns = {
  signupEndpointUrl: true,
  signupEndpointKeySealed: true,
  signInEndpointUrl: true,
  signInEndpointKeySealed: true,
} as const satisfies Record<keyof EndpointRow, true>;

/** What the sealed key of a site's endpoint is bound to. */
export const endpointKeyContext = (kind: EndpointKind, siteId: bigint) => `sites.${kind}_endpoint_key:${siteId}`;

/** A site's row with its endpoints as the customer sees them. */
export function withEndpoints<Row extends EndpointRow>(row: Row) {
  const { signupEndpointUrl, signupEndpointKeySealed, signInEndpointUrl, signInEndpointKeySealed, ...rest } = row;
  return {
    ...rest,
    signupEndpoint: shown(signupEndpointUrl, signupEndpointKeySealed),
    signInEndpoint: shown(signInEndpointUrl, signInEndpointKeySealed),
  };
}

const shown = (url: string | null, key: Uint8Array | null): ShownEndpoint | null => (url === null ? null : { url, hasKey: key !== null });
