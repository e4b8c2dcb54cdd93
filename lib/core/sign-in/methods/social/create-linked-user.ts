import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordEvent } from "../../../audit/record-event";
import { noMailAddress } from "../../../site-users/no-mail-address";
import { proofMail } from "../../proof-mail";
import { needsProof } from "../../proof-rule";
import type { Visitor } from "../../visitor";
import { takesNewUsers } from "../email-code/email-code";
import type { Profile } from "./profile";

/** Thrown to undo a transaction: somebody else has the address or the account by now. */
class Taken extends Error {}

/**
 * Makes a user of somebody whom a provider knows, with that account linked. Their address is proved if the provider vouches for it;
 * who has none gets one that no mail reaches.
 *
 * @returns their id; null when somebody has the address, or the account, by now
 * @throws AppError `sign_ups_closed`; `provider_without_email` where the site asks for proved addresses
 */
export async function createLinkedUser(
  site: SiteContext,
  { issuer, subject, email, emailProved, name, ...more }: Profile,
  visitor: Visitor,
): Promise<bigint | null> {
  if (!takesNewUsers(site)) throw new AppError("sign_ups_closed");
  if (!email && needsProof(site, "as_site")) throw new AppError("provider_without_email");
  const id = newId();
  const address = email ?? { email: noMailAddress(id), canonical: noMailAddress(id) };
  const row = {
    id,
    email: address.email,
    emailCanonical: address.canonical,
    emailVerifiedAt: emailProved ? new Date() : null,
    name: name ?? ([more.firstName, more.lastName].filter(Boolean).join(" ") || null),
    ...more,
    locale: more.locale ?? visitor.locale,
  };
  try {
    await site.db.$transaction(async (db) => {
      const user = await db.siteUser.createMany({ data: [row], skipDuplicates: true });
      if (user.count === 0) throw new Taken();
      const link = { id: newId(), siteUserId: id, issuer, subject, email: email?.email };
      const { count } = await db.linkedAccount.createMany({ data: [link], skipDuplicates: true });
      if (count === 0) throw new Taken();
      await recordEvent(db, { type: "site_user.signed_up", siteUserId: id, data: { method: "social" } });
      const asksForProof = email && !emailProved && site.site.emailVerification !== "off";
      if (asksForProof) await enqueue(db, "mail-verification", proofMail(address.canonical, visitor));
    });
  } catch (error) {
    if (error instanceof Taken) return null;
    throw error;
  }
  return id;
}
