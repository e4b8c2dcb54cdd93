import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { AppError } from "@/lib/kernel/errors";
import { sha256 } from "@/lib/kernel/secrets";
import type { Visitor } from "./visitor";

/** How often a visitor's address is told. */
const ANSWERS = { count: 60, seconds: 600 };

/**
 * Tells whether an address has an account, for a wire on which sign-up forms ask that.
 *
 * SECURITY: it tells what everything else here keeps to itself, so nobody asks for ever; whom they ask for makes no difference.
 *
 * @throws AppError `too_many_attempts`
 */
export async function isAddressKnown(site: SiteContext, email: string, { ip }: Visitor): Promise<boolean> {
  const key = sha256(`address known:${ip}`);
  if (!(await takeAttempt(site.scope, key, ANSWERS.count, ANSWERS.seconds))) {
    throw new AppError("too_many_attempts", { retryAfterS: ANSWERS.seconds });
  }
  const emailCanonical = parseEmail(email)?.canonical;
  if (emailCanonical === undefined) return false;
  return (await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { id: true } })) !== null;
}
