import { recordEvent } from "@/lib/core/audit/record-event";
import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import type { SiteContext } from "@/lib/db/resolve";
import { resetPassword } from "@/lib/mail/templates/reset-password";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Mails the link and code that set a new password, if somebody who may sign in has the address or username. It goes to the stored address. */
export async function mailReset(site: SiteContext, asked: SiteJobs["mail-reset"]): Promise<void> {
  const whose = "emailCanonical" in asked ? { emailCanonical: asked.emailCanonical } : { usernameCanonical: asked.usernameCanonical };
  const columns = { id: true, emailCanonical: true, name: true, locale: true, blockedAt: true } as const;
  const user = await site.db.siteUser.findFirst({ where: whose, select: columns });
  if (!user || user.blockedAt || !(await mayMail(site, "reset_password", user.emailCanonical))) return;
  await site.db.$transaction(async (db) => {
    await recordEvent(db, { type: "site_user.password_reset_asked", siteUserId: user.id });
    const { link, code, minutes, secret } = await issueMailSecret(site, db, "reset_password", user, null, asked.to);
    await queueSiteMail(
      site,
      db,
      resetPassword({
        t: mailTexts(user.locale, asked.language),
        to: user.emailCanonical,
        siteName: site.site.name,
        name: user.name,
        link,
        code,
        minutes,
      }),
      secret,
    );
  });
}
