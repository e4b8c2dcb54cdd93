import { takeAttempt } from "@/lib/db/attempts";
import { findForSignIn, type SignInCandidate } from "@/lib/db/hot/find-for-sign-in";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { hashPassword } from "../passwords/hash-password";
import { password as method } from "../sign-in/methods/password/verify";
import type { Visitor } from "../sign-in/visitor";
import { askEndpoint } from "./ask-endpoint";

/** How often an address is asked about. */
const QUESTIONS = { count: 10, seconds: 600 };

type Given = { readonly email: { readonly email: string; readonly canonical: string }; readonly password: string };

/**
 * Takes over somebody who is unknown here and known to the system that the site had before, with the password they have just
 * shown there. From then on their password is checked here and that system is not asked again.
 *
 * SECURITY: a question is a guess at somebody else's lock: it is counted before it is asked, so that parallel ones cannot
 * overdraw. The address is not proved by it. Who exists by now, blocked or not, is left as they are and has to have shown
 * the password that we keep. An id that is another user's already takes nobody over.
 *
 * @returns null when the site names no such system, or it does not know them
 */
export async function signInElsewhere(site: SiteContext, { email, password }: Given, visitor: Visitor): Promise<SignInCandidate | null> {
  if (!site.site.hasSignInEndpoint || password === "") return null;
  const key = sha256(`sign-in elsewhere:${email.canonical}`);
  if (!(await takeAttempt(site.scope, key, QUESTIONS.count, QUESTIONS.seconds))) return null;
  const reply = await askEndpoint(site, "sign_in", { userName: email.email, password, language: visitor.language }, visitor.aside);
  if (reply?.kind !== "accepted") return null;
  const siteUserId = newId();
  const passwordSealed = await hashPassword(password, `site_users.password:${siteUserId}`);
  const { id: externalId, firstName, lastName } = reply;
  const name = [firstName, lastName].filter(Boolean).join(" ").slice(0, 200) || null;
  const { count } = await site.db.siteUser.createMany({
    data: [{ id: siteUserId, externalId, email: email.email, emailCanonical: email.canonical, name, firstName, lastName, passwordSealed }],
    skipDuplicates: true,
  });
  const candidate = await findForSignIn(site.scope, email.canonical, []);
  return count === 1 || (await method.verify(candidate, { password })) ? candidate : null;
}
