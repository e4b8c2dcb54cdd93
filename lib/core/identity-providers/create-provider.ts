import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { presetOf } from "../sign-in/methods/social/presets";
import { type IdentityProvider, providerColumns, providerSecretContext, shownProvider } from "./identity-provider";
import { issuerOf } from "./issuer-of";
import { type ProviderInput, providerFields } from "./provider-fields";

/** Providers of one site. More than these nobody finds their own among. */
const MOST = 20;

const { scopes, enabled, position } = providerFields;
const shape = z.object({ ...providerFields, scopes: scopes.optional(), enabled: enabled.optional(), position: position.optional() });

/**
 * Adds a provider to a site, behind those that it has. What is not said is as its preset says.
 *
 * @throws AppError `invalid` with an issue for each wrong field
 */
export async function createProvider(site: SiteContext, input: ProviderInput): Promise<IdentityProvider> {
  const { clientSecret, kind, name, issuer, scopes, enabled = true, position, clientId } = checkFields(shape, input);
  const preset = presetOf(kind);
  const id = newId();
  const event = { type: "identity_provider.created", data: { provider_id: String(id), kind } } as const;
  const row = await withEvent(site.db, event, async (db) => {
    await db.$lockSite();
    const others = await db.identityProvider.findMany({ select: { position: true } });
    if (others.length >= MOST) throw invalid("", `A site has at most ${MOST} providers`);
    const last = Math.max(-1, ...others.map((other) => other.position));
    return db.identityProvider.create({
      data: {
        id,
        kind,
        name: name ?? preset.name,
        issuer: issuerOf(kind, issuer),
        clientId,
        clientSecretSealed: seal(clientSecret, providerSecretContext(id)),
        scopes: scopes ?? [...preset.scopes],
        enabled,
        position: position ?? last + 1,
      },
      select: providerColumns,
    });
  });
  return shownProvider(row);
}
