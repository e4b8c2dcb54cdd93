import { isNoMailAddress } from "@/lib/core/site-users/no-mail-address";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import { factorChanged } from "@/lib/mail/templates/factor-changed";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Tells a user that something about their second factor is another than it was. Whoever did it had to show who they are. */
export async function mailFactorChanged(site: SiteContext, { emailCanonical, change }: SiteJobs["mail-factor-changed"]): Promise<void> {
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { id: true, name: true, locale: true } });
  if (!user || isNoMailAddress(emailCanonical)) return;
  const codesLeft = await site.db.recoveryCode.count({ where: { siteUserId: user.id, usedAt: null } });
  const { name: siteName, slug } = site.site;
  const about = { siteName, name: user.name, change, codesLeft, loginLink: siteUrl(slug, "login") };
  await queueSiteMail(site, site.db, factorChanged({ t: mailTexts(user.locale, null), to: emailCanonical, ...about }));
}
