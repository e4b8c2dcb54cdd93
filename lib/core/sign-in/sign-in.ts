import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { checkFields, fields } from "@/lib/kernel/fields";
import { signInElsewhere } from "../endpoints/sign-in-elsewhere";
import { guarded, requireOpen } from "./attempts";
import { password as method } from "./methods/password/verify";
import type { Outcome } from "./outcome";
import { browserOf, type Visitor } from "./visitor";

const shape = z.object({ email: fields.email, password: fields.givenPassword });

/**
 * Signs a user in with their address and password.
 *
 * Unknown address and wrong password are one refusal, at one price. Where the site asks for a proved address, the right
 * password of an unproved one sends the proof's mail again.
 *
 * Whom nobody here knows may be known to the system that the site had before; they are taken over then.
 *
 * @throws AppError `invalid`, `wrong_credentials`, `too_many_attempts`, `unavailable`
 */
export async function signIn(site: SiteContext, input: { email?: unknown; password?: unknown }, visitor: Visitor): Promise<Outcome> {
  const { email, password } = checkFields(shape, input);
  const user = await guarded(site, email.canonical, visitor.ip, (candidate) => method.verify(site.scope, candidate, { password }), {
    newcomer: () => signInElsewhere(site, { email, password }, visitor),
  });
  if (site.site.emailVerification === "required" && !user.emailVerifiedAt) {
    await requireOpen(site, email.canonical, user.proof);
    await enqueue(site.db, "mail-verification", { emailCanonical: email.canonical, browser: browserOf(visitor) });
    return { kind: "check_mail", email: email.email };
  }
  return { kind: "signed_in", siteUserId: user.userId, proof: user.proof };
}
