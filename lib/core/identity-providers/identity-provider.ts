import { PRESETS, type ProviderKind } from "../sign-in/methods/social/presets";

/** A provider as its customer sees it. The secret is never given back. */
export type IdentityProvider = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly kind: ProviderKind;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly hasClientSecret: boolean;
  readonly scopes: string[];
  readonly enabled: boolean;
  readonly position: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export const providerColumns = {
  id: true,
  siteId: true,
  kind: true,
  name: true,
  issuer: true,
  clientId: true,
  clientSecretSealed: true,
  scopes: true,
  enabled: true,
  position: true,
  createdAt: true,
  updatedAt: true,
} as const;

type StoredProvider = Omit<IdentityProvider, "kind" | "hasClientSecret"> & {
  readonly kind: string;
  readonly clientSecretSealed: Uint8Array | null;
};

/** A stored provider as its customer sees it. */
export function shownProvider({ clientSecretSealed, kind, ...row }: StoredProvider): IdentityProvider {
  return { ...row, kind: kindOf(kind), hasClientSecret: clientSecretSealed !== null };
}

/** A stored kind. One that a later version knew is spoken to as any other OpenID Connect. */
export const kindOf = (stored: string): ProviderKind => (Object.hasOwn(PRESETS, stored) ? (stored as ProviderKind) : "oidc");

/** What the sealed client secret of a provider is bound to. */
export const providerSecretContext = (id: bigint) => `identity_providers.client_secret:${id}`;
