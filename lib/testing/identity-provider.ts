import { providerSecretContext } from "@/lib/core/identity-providers/identity-provider";
import { type ProviderKind, presetOf } from "@/lib/core/sign-in/methods/social/presets";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import type { Tenant } from "./make-tenant";

/** What every site of a test is at its providers. */
export const OIDC_CLIENT = { clientId: "site", clientSecret: "a-secret-of-thirty-two-characters!!" };

/** A provider of a site, of any kind at any address. */
export async function addProvider(
  { context }: Tenant,
  issuer: string,
  kind: ProviderKind = "oidc",
  more: { name?: string; enabled?: boolean; position?: number } = {},
): Promise<bigint> {
  const id = newId();
  await context.db.identityProvider.create({
    data: {
      id,
      kind,
      name: presetOf(kind).name,
      issuer,
      clientId: OIDC_CLIENT.clientId,
      clientSecretSealed: seal(OIDC_CLIENT.clientSecret, providerSecretContext(id)),
      scopes: [...presetOf(kind).scopes],
      position: 0,
      ...more,
    },
  });
  return id;
}
