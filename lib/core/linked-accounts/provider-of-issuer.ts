import { parseUrl } from "@/lib/kernel/parse-url";
import { kindOf } from "../identity-providers/identity-provider";
import { type ProviderKind, presetOf } from "../sign-in/methods/social/presets";

/** Of a site's providers the one whose accounts an issuer names; undefined: none of them. */
export function providerOfIssuer<Provider extends { readonly kind: string; readonly issuer: string }>(
  providers: readonly Provider[],
  issuer: string,
): Provider | undefined {
  return providers.find((each) => each.issuer === issuer) ?? providers.find((each) => isIssuerOf(kindOf(each.kind), issuer));
}

/** Whether an issuer is that of a preset. Each directory of Microsoft's is an issuer of its own, at the same host. */
export function isIssuerOf(kind: ProviderKind, issuer: string): boolean {
  const usual = presetOf(kind).issuer;
  return usual !== null && new URL(usual).host === parseUrl(issuer)?.host;
}
