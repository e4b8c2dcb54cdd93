import { z } from "zod";
import type { Identifier } from "@/lib/db/hot/find-for-sign-in";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import { signInElsewhere } from "../endpoints/sign-in-elsewhere";
import { guarded, requireOpen } from "./attempts";
import { verifyGiven } from "./methods/password/verify-given";
import type { Outcome } from "./outcome";
import { proofMail } from "./proof-mail";
import { needsProof, type ProofRule } from "./proof-rule";
import type { Visitor } from "./visitor";

const byEmail = z.object({ email: fields.email, password: fields.givenPassword });
const byLogin = z.object({ login: fields.login, password: fields.givenPassword });

/** `login`: an address or a username, where a wire has one field for both. */
export type SignInInput = { readonly email?: unknown; readonly login?: unknown; readonly password?: unknown };

/**
 * Signs a user in with their address or username, and their password.
 *
 * Unknown address and wrong password are one refusal, at one price. Where an address has to be proved first, the right
 * password of an unproved one sends the proof's mail again.
 *
 * Whom nobody here knows may be known to the system that the site had before; they are taken over then.
 *
 * @param rule who is kept out until their address is proved
 * @throws AppError `invalid`, `wrong_credentials`, `too_many_attempts`, `unavailable`
 */
export async function signIn(site: SiteContext, input: SignInInput, visitor: Visitor, rule: ProofRule = "as_site"): Promise<Outcome> {
  const { identifier, email, password } = readInput(input);
  const user = await guarded(site, identifier, visitor, (candidate) => verifyGiven(site, candidate, password), {
    newcomer: async () => email !== null && signInElsewhere(site, { email, password }, visitor),
  });
  if (!user.emailVerifiedAt && needsProof(site, rule)) {
    await requireOpen(site, user);
    await enqueue(site.db, "mail-verification", proofMail(user.emailCanonical, visitor));
    return { kind: "check_mail", email: email?.email ?? user.emailCanonical };
  }
  return { kind: "signed_in", siteUserId: user.userId, proof: user.proof, by: "password" };
}

type Given = { readonly identifier: Identifier; readonly email: { email: string; canonical: string } | null; readonly password: string };

function readInput(input: SignInInput): Given {
  if (input.login === undefined) {
    const { email, password } = checkFields(byEmail, input);
    return { identifier: { kind: "email", canonical: email.canonical }, email, password };
  }
  const { login, password } = checkFields(byLogin, input);
  return { identifier: login, email: login.kind === "email" ? login : null, password };
}
