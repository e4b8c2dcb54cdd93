import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError, invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { seal } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { onlyGiven } from "../only-given";
import { type IdentityProvider, kindOf, providerColumns, providerSecretContext, shownProvider } from "./identity-provider";
import { issuerOf } from "./issuer-of";
import { type ProviderInput, providerFields } from "./provider-fields";

const shape = z.object(providerFields).partial();

/**
 * Changes the given fields of a provider. What kind it is stays.
 *
 * SECURITY: a secret goes to the issuer that it was given for. Who names another one says the secret anew, or who may change the
 * issuer could have it sent to themselves.
 *
 * @throws AppError `not_found`; `invalid` with an issue for each wrong field
 */
export async function updateProvider(site: SiteContext, id: bigint, input: ProviderInput): Promise<IdentityProvider> {
  const { kind, issuer: named, clientSecret, ...given } = onlyGiven(checkFields(shape, input), input);
  const event = { type: "identity_provider.updated", data: { provider_id: String(id), fields: Object.keys(input) } } as const;
  const row = await withEvent(site.db, event, async (db) => {
    const kept = await db.identityProvider.findFirst({ where: { id }, select: providerColumns });
    if (!kept) throw new AppError("not_found");
    if (kind !== undefined && kind !== kept.kind) throw invalid("kind", "Kind can't be changed");
    const issuer = named === undefined ? kept.issuer : issuerOf(kindOf(kept.kind), named);
    if (issuer !== kept.issuer && clientSecret === undefined) {
      throw invalid("clientSecret", "Client secret is needed again for another issuer");
    }
    if (given.enabled && !kept.clientSecretSealed && clientSecret === undefined) {
      throw invalid("clientSecret", "Client secret can't be blank");
    }
    const secret = clientSecret === undefined ? {} : { clientSecretSealed: seal(clientSecret, providerSecretContext(id)) };
    const name = given.name === undefined ? {} : { name: given.name };
    const [changed] = await db.identityProvider.updateManyAndReturn({
      where: { id, issuer: kept.issuer },
      data: { ...given, ...name, issuer, ...secret },
      select: providerColumns,
    });
    if (!changed) throw new AppError("not_found");
    return changed;
  });
  return shownProvider(row);
}
