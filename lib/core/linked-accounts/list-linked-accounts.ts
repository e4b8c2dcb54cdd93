import type { SiteContext } from "@/lib/db/resolve";
import { kindOf } from "../identity-providers/identity-provider";
import { type ProviderKind, PROVIDER_KINDS, presetOf } from "../sign-in/methods/social/presets";

/** An account elsewhere, as its user sees it. */
export type LinkedAccount = {
  readonly id: bigint;
  readonly kind: ProviderKind;
  readonly providerName: string;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
};

const columns = { id: true, issuer: true, email: true, createdAt: true, lastUsedAt: true } as const;

/** The accounts elsewhere that sign a user in, oldest first. */
export async function listLinkedAccounts({ db }: SiteContext, siteUserId: bigint): Promise<LinkedAccount[]> {
  const [links, providers] = await Promise.all([
    db.linkedAccount.findMany({ where: { siteUserId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: columns }),
    db.identityProvider.findMany({ select: { kind: true, name: true, issuer: true } }),
  ]);
  return links.map(({ issuer, ...link }) => {
    const provider = providers.find((each) => each.issuer === issuer) ?? providers.find((each) => isOf(kindOf(each.kind), issuer));
    const kind = provider ? kindOf(provider.kind) : (PROVIDER_KINDS.find((each) => isOf(each, issuer)) ?? "oidc");
    return { ...link, kind, providerName: provider?.name ?? (kind === "oidc" ? hostOf(issuer) : presetOf(kind).name) };
  });
}

/** Whether an issuer is that of a preset. Each directory of Microsoft's is an issuer of its own, at the same host. */
function isOf(kind: ProviderKind, issuer: string): boolean {
  const usual = presetOf(kind).issuer;
  return usual !== null && URL.canParse(issuer) && new URL(usual).host === new URL(issuer).host;
}

const hostOf = (issuer: string) => (URL.canParse(issuer) ? new URL(issuer).host : issuer);
