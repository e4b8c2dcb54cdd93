import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import type { UserVerification } from "../../../passkeys/user-verification";
import { verifyAssertion } from "../../../passkeys/verify-assertion";
import type { Outcome } from "../../outcome";
import { proofMail } from "../../proof-mail";
import { needsProof, type ProofRule } from "../../proof-rule";
import type { Visitor } from "../../visitor";

/**
 * Signs in whoever has a passkey of a user of the site. It finds the user by itself, and nothing is typed.
 *
 * Where an address has to be proved first, the passkey of an unproved one sends the proof's mail again.
 *
 * @param answer what the browser sent, as text
 * @param rule who is kept out until their address is proved
 * @throws AppError `passkey_refused`, `passkey_timed_out`
 */
export async function signInByPasskey(
  site: SiteContext,
  answer: unknown,
  visitor: Visitor,
  userVerification: UserVerification,
  rule: ProofRule = "as_site",
): Promise<Outcome> {
  const used = await verifyAssertion(site, answer, { kind: "sign_in" }, userVerification);
  if (!used.emailVerifiedAt && needsProof(site, rule)) {
    await enqueue(site.db, "mail-verification", proofMail(used.emailCanonical, visitor));
    return { kind: "check_mail", email: used.emailCanonical };
  }
  return {
    kind: "signed_in",
    siteUserId: used.siteUserId,
    proof: { passwordSealed: null, budgets: [], secondFactor: used.userVerified },
    by: "passkey",
  };
}
