import { isNoMailAddress } from "@/lib/core/site-users/no-mail-address";
import type { SiteContext } from "@/lib/db/resolve";
import { parseEmail } from "@/lib/kernel/email";
import { siteUrl } from "@/lib/kernel/urls";
import { accountNotice } from "@/lib/mail/templates/account-notice";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Tells a user at the address that they had then what was changed in their account, and what to do if it was not them. */
export async function mailAccountNotice(
  site: SiteContext,
  { notice, emailCanonical, newEmail }: SiteJobs["mail-account-notice"],
): Promise<void> {
  const current = (newEmail && parseEmail(newEmail)?.canonical) ?? emailCanonical;
  const columns = { name: true, locale: true, deletionDueAt: true } as const;
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical: current }, select: columns });
  if (!user || isNoMailAddress(emailCanonical) || (notice === "deletionDue" && !user.deletionDueAt)) return;
  const t = mailTexts(user.locale, null);
  const told = { siteName: site.site.name, name: user.name, resetLink: siteUrl(site.site.slug, "reset-password"), at: user.deletionDueAt };
  await queueSiteMail(site, site.db, accountNotice({ t, to: emailCanonical, notice, ...told }));
}
