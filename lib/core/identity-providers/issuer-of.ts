import { invalid } from "@/lib/kernel/errors";
import { type ProviderKind, presetOf } from "../sign-in/methods/social/presets";

/**
 * Whom the tokens of a provider are from: the one that is named, where another than usual may be, or the usual one.
 *
 * @throws AppError `invalid`
 */
export function issuerOf(kind: ProviderKind, named: string | null): string {
  const { issuer, issuerMayDiffer, name, oauth } = presetOf(kind);
  if (named === null) {
    if (issuer === null) throw invalid("issuer", "Issuer can't be blank");
    return issuer;
  }
  if (!issuerMayDiffer && named !== issuer) throw invalid("issuer", `Issuer is always ${issuer} for ${name}`);
  // Addresses are made of it where there is no document that says them.
  return oauth ? named.replace(/(?<!\/)\/+$/, "") : named;
}
