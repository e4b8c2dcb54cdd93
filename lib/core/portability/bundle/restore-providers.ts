import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import { providerSecretContext } from "../../identity-providers/identity-provider";
import { issuerOf } from "../../identity-providers/issuer-of";
import { providerFields } from "../../identity-providers/provider-fields";
import { presetOf } from "../../sign-in/methods/social/presets";

const shape = z.object({ ...providerFields, clientSecret: providerFields.clientSecret.nullish() });

type Row = {
  readonly kind: string;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly scopes: readonly string[];
  readonly enabled: boolean;
  readonly position: number;
  readonly client_secret?: string | null | undefined;
};

/**
 * Gives a site the providers of a bundle. One that it has already, the same client at the same issuer, stays as it is.
 *
 * SECURITY: for whoever may change the site, not merely its users: a provider says who somebody is.
 *
 * @throws AppError `invalid` when one breaks a rule
 */
export async function restoreProviders({ db }: SiteContext, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const given = { ...row, clientId: row.client_id, clientSecret: row.client_secret };
    const { kind, name, issuer: named, clientSecret, clientId, scopes, enabled, position } = checkFields(shape, given);
    const issuer = issuerOf(kind, named);
    if (await db.identityProvider.findFirst({ where: { issuer, clientId }, select: { id: true } })) continue;
    const id = newId();
    const clientSecretSealed = clientSecret ? seal(clientSecret, providerSecretContext(id)) : null;
    const isOn = enabled && clientSecretSealed !== null;
    const preset = presetOf(kind);
    await db.identityProvider.create({
      data: { id, kind, name: name ?? preset.name, issuer, clientId, clientSecretSealed, scopes, enabled: isOn, position },
    });
  }
}
