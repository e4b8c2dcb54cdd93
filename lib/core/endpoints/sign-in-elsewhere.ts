import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import { inLineOf } from "../passwords/line-of";
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
 * overdraw. The address is not proved by it. Who exists by now, blocked or not, is left as they are; so is another user with
 * the same id there.
 *
 * @returns whether another look is worth it: they are known now, through this or through something else
 */
export async function signInElsewhere(site: SiteContext, { email, password }: Given, visitor: Visitor): Promise<boolean> {
  if (!site.site.hasSignInEndpoint || password === "") return false;
  const key = sha256(`sign-in elsewhere:${email.canonical}`);
  if (!(await takeAttempt(site.scope, key, QUESTIONS.count, QUESTIONS.seconds))) return false;
  const reply = await askEndpoint(site, "sign_in", { userName: email.email, password, language: visitor.language }, visitor.aside);
  if (reply?.kind !== "accepted") return false;
  const { id: externalId, firstName, lastName } = reply;
  const id = newId();
  const passwordSealed = await hashPassword(password.normalize("NFC"), siteUserPassword(site.scope, id), inLineOf(site));
  const name = fields.personName.catch(null).parse([firstName, lastName].filter(Boolean).join(" "));
  await withEvent(
    site.db,
    ({ count }: { count: number }) =>
      count > 0 ? { type: "site_user.signed_up", siteUserId: id, data: { method: "sign_in_endpoint" } } : null,
    (db) =>
      db.siteUser.createMany({
        data: [{ id, externalId, email: email.email, emailCanonical: email.canonical, name, firstName, lastName, passwordSealed }],
        skipDuplicates: true,
      }),
  );
  return true;
}
