import type { SiteContext } from "@/lib/db/resolve";

/**
 * Whether somebody may be signed in whose address is not proved: as the site says (only `required` keeps them out), never kept
 * out, or kept out unless the site has no use for proofs at all.
 */
export type ProofRule = "as_site" | "never" | "unless_off";

/** True when an unproved address keeps its user out. */
export function needsProof({ site: { emailVerification } }: SiteContext, rule: ProofRule): boolean {
  return rule === "as_site" ? emailVerification === "required" : rule === "unless_off" && emailVerification !== "off";
}
