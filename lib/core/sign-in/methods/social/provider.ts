import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { unseal } from "@/lib/kernel/secrets";
import { kindOf, providerSecretContext } from "../../../identity-providers/identity-provider";
import type { ProviderKind } from "./presets";

/** A provider with what the site shows itself by there. */
export type OpenProvider = {
  readonly id: bigint;
  readonly kind: ProviderKind;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
};

const columns = { id: true, kind: true, name: true, issuer: true, clientId: true, clientSecretSealed: true, scopes: true } as const;

/**
 * One of the site's providers, if it is on.
 *
 * @throws AppError `not_found`
 */
export async function openProvider(site: SiteContext, id: bigint): Promise<OpenProvider> {
  const row = await site.db.identityProvider.findFirst({ where: { id, enabled: true }, select: columns });
  if (!row?.clientSecretSealed) throw new AppError("not_found");
  const { clientSecretSealed, kind, ...provider } = row;
  return { ...provider, kind: kindOf(kind), clientSecret: unseal(clientSecretSealed, providerSecretContext(id)) };
}
