import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import { passkeyChanged } from "@/lib/mail/templates/passkey-changed";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Tells a user that a passkey was added to their account, or removed. */
export async function mailPasskeyChanged(
  site: SiteContext,
  { emailCanonical, change, name: passkey }: SiteJobs["mail-passkey-changed"],
): Promise<void> {
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { name: true, locale: true } });
  if (!user || !(await mayMail(site, "passkey_changed", emailCanonical))) return;
  const { name: siteName, slug } = site.site;
  const resetLink = siteUrl(slug, "reset-password");
  await queueSiteMail(
    site,
    site.db,
    passkeyChanged({ t: mailTexts(user.locale, null), to: emailCanonical, siteName, name: user.name, change, passkey, resetLink }),
  );
}
