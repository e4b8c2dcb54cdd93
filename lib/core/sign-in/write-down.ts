import { lacksSecondFactor } from "@/lib/db/hot/issue-callback-token";
import type { Proof } from "@/lib/db/proof";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { secondFactorPolicy } from "../second-factor/policy";
import { requireStillOpenSite } from "../sites/require-open-site";
import type { SignedIn } from "./outcome";
import { resealedPassword } from "./resealed-password";

/**
 * Runs the statement that writes a sign-in down, and says why where it wrote nothing.
 *
 * SECURITY: whoever is given anything comes through here. Where the site requires a second factor, who has shown none has to set one
 * up first. That it is the second one that is missing is told only where the first one still holds. A password that was sealed
 * anew meanwhile is the same one.
 *
 * @throws AppError `second_factor_required`; `wrong_credentials` when the user was deleted or blocked, or what proved them was
 *   replaced, in this moment; `site_suspended` and `not_found` when the site was suspended or deleted in it
 */
export async function writeDown<Written>(
  site: SiteContext,
  { siteUserId, proof }: Pick<SignedIn, "siteUserId" | "proof">,
  write: (proof: Proof) => Promise<Written | null | false>,
): Promise<Written> {
  const required = secondFactorPolicy(site).policy === "required";
  const written = required && !proof.secondFactor ? null : await write(proof);
  if (written !== null && written !== false) return written;
  const resealed = proof.passwordSealed && (await resealedPassword(site, siteUserId, proof.passwordSealed));
  if (resealed) return writeDown(site, { siteUserId, proof: { ...proof, passwordSealed: resealed } }, write);
  const lacksOne = await lacksSecondFactor(site.scope, siteUserId, proof, required);
  if (!lacksOne) await requireStillOpenSite(site);
  throw new AppError(lacksOne ? "second_factor_required" : "wrong_credentials");
}
