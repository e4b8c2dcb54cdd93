import type { SiteContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { limitByAddress } from "./limit-by-address";
import type { Visitor } from "./visitor";

/** How often a visitor's address is told. */
const ANSWERS = { most: 60, inS: 600 };

/**
 * Tells whether an address has an account, for a wire on which sign-up forms ask that.
 *
 * SECURITY: it tells what everything else here keeps to itself, so nobody asks for ever; whom they ask for makes no difference.
 *
 * @throws AppError `too_many_attempts`
 */
export async function isAddressKnown(site: SiteContext, email: string, visitor: Visitor): Promise<boolean> {
  await limitByAddress(site, "is known", visitor, ANSWERS);
  const emailCanonical = parseEmail(email)?.canonical;
  if (emailCanonical === undefined) return false;
  return (await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { id: true } })) !== null;
}
