import type { TenantDb } from "@/lib/db/tenant-db";
import { parseUrl } from "@/lib/kernel/parse-url";
import { kindOf } from "../identity-providers/identity-provider";
import { PROVIDER_KINDS, type ProviderKind, presetOf } from "../sign-in/methods/social/presets";
import { isIssuerOf, providerOfIssuer } from "./provider-of-issuer";

/** An account elsewhere, as its user sees it. */
export type LinkedAccount = {
  readonly id: bigint;
  readonly kind: ProviderKind;
  /** The provider of the site that it is at; null: the site has it no more. */
  readonly providerId: bigint | null;
  readonly providerName: string;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
};

const columns = { id: true, issuer: true, email: true, createdAt: true, lastUsedAt: true } as const;

/** The accounts elsewhere that sign a user in, oldest first. */
export async function listLinkedAccounts({ db }: { readonly db: TenantDb }, siteUserId: bigint): Promise<LinkedAccount[]> {
  const [links, providers] = await Promise.all([
    db.linkedAccount.findMany({ where: { siteUserId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: columns }),
    db.identityProvider.findMany({ select: { id: true, kind: true, name: true, issuer: true } }),
  ]);
  return links.map(({ issuer, ...link }) => {
    const provider = providerOfIssuer(providers, issuer);
    const kind = provider ? kindOf(provider.kind) : (PROVIDER_KINDS.find((each) => isIssuerOf(each, issuer)) ?? "oidc");
    const providerName = provider?.name ?? (kind === "oidc" ? hostOf(issuer) : presetOf(kind).name);
    return { ...link, kind, providerId: provider?.id ?? null, providerName };
  });
}

const hostOf = (issuer: string) => parseUrl(issuer)?.host ?? issuer;
