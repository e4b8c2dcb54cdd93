import { offeredProviders as read } from "@/lib/db/hot/offered-providers";
import type { SiteContext } from "@/lib/db/resolve";
import type { ProviderKind } from "../sign-in/methods/social/presets";
import { kindOf } from "./identity-provider";

/** A provider as visitors see it. */
export type OfferedProvider = { readonly id: bigint; readonly kind: ProviderKind; readonly name: string };

/** The providers that a site's pages offer, from the top. */
export async function offeredProviders({ scope }: SiteContext): Promise<OfferedProvider[]> {
  return (await read(scope)).map(({ kind, ...provider }) => ({ ...provider, kind: kindOf(kind) }));
}
