import type { SiteContext } from "@/lib/db/resolve";
import type { SignedIn } from "../sign-in/outcome";
import type { UserVerification } from "./user-verification";
import { verifyAssertion } from "./verify-assertion";

/**
 * Proves by a passkey that one is this user, as signing in by it would: the answer to what `beginProving` asked for.
 *
 * @param answer what the browser sent, as text
 * @throws AppError `passkey_refused`, `passkey_timed_out`
 */
export async function proveByPasskey(
  site: SiteContext,
  siteUserId: bigint,
  answer: unknown,
  userVerification: UserVerification,
): Promise<SignedIn> {
  const { userVerified } = await verifyAssertion(site, answer, { kind: "prove", siteUserId }, userVerification);
  const proof = { passwordSealed: null, budgets: [], secondFactor: userVerified };
  return { kind: "signed_in", siteUserId, proof, by: "passkey" };
}
