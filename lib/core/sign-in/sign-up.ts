import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid } from "@/lib/kernel/errors";
import { FIELD_RULES } from "@/lib/kernel/field-rules";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { limitsOf } from "../attack-protection/limits";
import { recordEvent } from "../audit/record-event";
import { signUpElsewhere } from "../endpoints/sign-up-elsewhere";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import { inLineOf } from "../passwords/line-of";
import { requireHardToGuess, requireNotLeaked } from "../passwords/require-hard-to-guess";
import { isNoMailAddress, noMailAddress } from "../site-users/no-mail-address";
import { countDisclosure, requireOpenAddress } from "./attempts";
import { limitByAddress } from "./limit-by-address";
import type { Outcome } from "./outcome";
import { proofMail } from "./proof-mail";
import { needsProof, type ProofRule } from "./proof-rule";
import type { Visitor } from "./visitor";

const shape = z.object({
  email: fields.email,
  password: fields.newPassword,
  name: fields.personName,
  username: fields.username,
  firstName: fields.personName,
  lastName: fields.personName,
  locale: fields.locale,
});

/** What a new user says of themselves. Who has a username and no address gets one that no mail reaches. */
export type SignUpInput = { readonly [Field in keyof typeof shape.shape]?: unknown };

/**
 * Creates a user who comes by themselves.
 *
 * The mail that goes with it is queued in the same transaction: an acknowledged sign-up always has its mail. A known
 * address is never signed in, not even with its right password; its owner gets a mail instead.
 *
 * Where the site names a user system of its own, that one takes the user first, and nobody becomes one here whom it refuses.
 *
 * SECURITY: where the site requires a proved address, known and unknown do the same work and get the same answer; unless a
 * wire's own rules have a new user signed in unproved, and so tell the two apart. Whoever is told of an account has failed, as
 * with a wrong password, and nobody is told for ever.
 *
 * A username that is taken is told on our own pages: whoever has an address could not become a user otherwise, and would not know why.
 *
 * @param rule who is kept out until their address is proved
 * @throws AppError `invalid`, `sign_ups_closed`, `account_not_created` (address known, verification not required),
 *   `too_many_attempts`, `unavailable`
 */
export async function signUp(site: SiteContext, input: SignUpInput, visitor: Visitor, rule: ProofRule = "as_site"): Promise<Outcome> {
  if (!site.site.signUps) throw new AppError("sign_ups_closed");
  const id = newId();
  const { email, password, name, username, ...more } = checkFields(shape, {
    email: input.username ? noMailAddress(id) : undefined,
    ...input,
  });
  if (password.toLowerCase() === email.canonical) throw invalid("password", `Password ${FIELD_RULES.own_address}`);
  requireHardToGuess(site, password, { emailCanonical: email.canonical, username: username?.username });
  if (visitor.ip !== null) await limitByAddress(site, "sign-up", visitor, { most: limitsOf(site).signUpsPerAddress, inS: 60 });
  await requireOpenAddress(site, email.canonical, visitor.ip);
  await requireNotLeaked(site, password, visitor);
  const { emailVerification } = site.site;
  const ownName = username && isNoMailAddress(email.canonical) ? username.username : email.email;
  const passwordSealed = await hashPassword(password, siteUserPassword(site.scope, id), inLineOf(site));
  const externalId = await signUpElsewhere(
    site,
    { userName: ownName, password, name, firstName: more.firstName, lastName: more.lastName },
    visitor,
  );
  const created = await site.db.$transaction(async (db) => {
    const { count } = await db.siteUser.createMany({
      data: [
        {
          id,
          email: email.email,
          emailCanonical: email.canonical,
          username: username?.username,
          usernameCanonical: username?.canonical,
          name: name ?? ([more.firstName, more.lastName].filter(Boolean).join(" ") || null),
          ...more,
          locale: more.locale ?? visitor.locale,
          passwordSealed,
          externalId,
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) {
      await enqueue(db, "mail-account-exists", { emailCanonical: email.canonical, language: visitor.language });
    } else if (emailVerification !== "off") {
      await enqueue(db, "mail-verification", proofMail(email.canonical, visitor));
    }
    // SECURITY: of either, at one price: whose address it was, nobody is told, and nobody can tell by the time.
    const data = { method: "password" };
    if (count === 1) await recordEvent(db, { type: "site_user.signed_up", siteUserId: id, data });
    else await recordEvent(db, { type: "site_user.sign_up_failed", outcome: "failure", data });
    return count === 1;
  });
  if (created && !needsProof(site, rule))
    return { kind: "signed_in", siteUserId: id, proof: { passwordSealed, budgets: [], secondFactor: false }, by: "password" };
  if (!created && username && rule === "as_site" && (await isUsernameOfAnother(site, username.canonical, email.canonical))) {
    await countDisclosure(site, visitor.ip);
    throw invalid("username", `Username ${FIELD_RULES.taken}`);
  }
  if (!created && (emailVerification !== "required" || rule !== "as_site")) {
    await countDisclosure(site, visitor.ip);
    throw new AppError("account_not_created");
  }
  return { kind: "check_mail", email: email.email };
}

/** Whether somebody with another address has a username. Who has no address is told of no account, by their wire's own rules. */
async function isUsernameOfAnother(site: SiteContext, usernameCanonical: string, emailCanonical: string): Promise<boolean> {
  if (isNoMailAddress(emailCanonical)) return false;
  const another = { usernameCanonical, emailCanonical: { not: emailCanonical } };
  return (await site.db.siteUser.findFirst({ where: another, select: { id: true } })) !== null;
}
