import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid } from "@/lib/kernel/errors";
import { requireMethod } from "../sign-in/methods/require-method";
import { requireOpenSite } from "../sites/require-open-site";

/**
 * Mails a user the link and code that set a new password, in the customer's name. The usual limit of mails to one address
 * counts.
 *
 * @throws AppError `not_found`; `site_suspended`; `method_off` where nobody signs in with a password; `invalid` for a user who may not sign in, and so gets no mail
 */
export async function sendReset(site: SiteContext, id: bigint): Promise<void> {
  const user = await site.db.siteUser.findFirst({ where: { id }, select: { emailCanonical: true, blockedAt: true } });
  if (!user) throw new AppError("not_found");
  requireOpenSite(site);
  requireMethod(site, "password");
  if (user.blockedAt) throw invalid("", "A blocked user cannot set a new password");
  await enqueue(site.db, "mail-reset", { emailCanonical: user.emailCanonical, language: null });
}
