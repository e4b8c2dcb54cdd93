import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import { mailSettings } from "@/lib/core/mail-settings/mail-settings";
import { isMethodOn } from "@/lib/core/sign-in/methods/require-method";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import { newDevice } from "@/lib/mail/templates/new-device";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Tells a user of a sign-in in a browser that they had not used, once an hour at most, unless the site wants no such mails. */
export async function mailNewDevice(site: SiteContext, { sessionId, language }: SiteJobs["mail-new-device"]): Promise<void> {
  const session = await site.db.session.findFirst({
    where: { id: BigInt(sessionId) },
    select: { ip: true, userAgent: true, createdAt: true, siteUser: { select: { emailCanonical: true, name: true, locale: true } } },
  });
  const set = await site.db.site.findFirst({ where: {}, select: { mail: true } });
  if (!session || !mailSettings(set?.mail ?? {}).new_device) return;
  const { siteUser: user, createdAt: at, ip, userAgent } = session;
  if (!(await mayMail(site, "new_device", user.emailCanonical))) return;
  const { name: siteName, slug } = site.site;
  const reader = { t: mailTexts(user.locale, language), to: user.emailCanonical, siteName, name: user.name };
  const resetLink = isMethodOn(site, "password") ? siteUrl(slug, "reset-password") : null;
  await queueSiteMail(
    site,
    site.db,
    newDevice({ ...reader, at, ip, userAgent, sessionsLink: siteUrl(slug, "account/sessions"), resetLink }),
  );
}
