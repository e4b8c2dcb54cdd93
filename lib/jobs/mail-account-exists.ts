import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import { accountExists } from "@/lib/mail/templates/account-exists";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Tells the owner of an address that somebody tried to sign up with it. */
export async function mailAccountExists(site: SiteContext, { emailCanonical, language }: SiteJobs["mail-account-exists"]): Promise<void> {
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { emailCanonical: true, locale: true } });
  if (!user || !(await mayMail(site, "account_exists", user.emailCanonical))) return;
  const { name: siteName, slug } = site.site;
  const links = { loginLink: siteUrl(slug, "login"), resetLink: siteUrl(slug, "reset-password") };
  await queueSiteMail(site, site.db, accountExists({ t: mailTexts(user.locale, language), to: user.emailCanonical, siteName, ...links }));
}
