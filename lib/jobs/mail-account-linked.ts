import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import { accountLinked } from "@/lib/mail/templates/account-linked";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Tells a user that an account elsewhere signs them in from now on, or no more. */
export async function mailAccountLinked(
  site: SiteContext,
  { emailCanonical, providerName, unlinked }: SiteJobs["mail-account-linked"],
): Promise<void> {
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { emailCanonical: true, name: true, locale: true } });
  if (!user || !(await mayMail(site, "account_linked", user.emailCanonical))) return;
  const { name: siteName, slug } = site.site;
  const accountLink = siteUrl(slug, "account/linked");
  const change = unlinked ? ("unlinked" as const) : ("linked" as const);
  const data = { t: mailTexts(user.locale, null), to: user.emailCanonical, siteName, name: user.name, change, providerName, accountLink };
  await queueSiteMail(site, site.db, accountLinked(data));
}
