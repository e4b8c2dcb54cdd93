import { issueMailSecret } from "@/lib/core/mail-secrets/issue-mail-secret";
import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import type { SiteContext } from "@/lib/db/resolve";
import { verifyEmail } from "@/lib/mail/templates/verify-email";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Mails a user the link and code that prove their address. Nothing is mailed for an address that is proved already, nor to a blocked user. */
export async function mailVerification(
  site: SiteContext,
  { emailCanonical, browser, language, to }: SiteJobs["mail-verification"],
): Promise<void> {
  const columns = {
    id: true,
    email: true,
    emailCanonical: true,
    emailVerifiedAt: true,
    name: true,
    locale: true,
    blockedAt: true,
  } as const;
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical }, select: columns });
  if (!user || user.emailVerifiedAt || user.blockedAt || !(await mayMail(site, "verify_email", user.emailCanonical))) return;
  const browserHash = browser === null ? null : new Uint8Array(Buffer.from(browser, "base64"));
  await site.db.$transaction(async (db) => {
    const { link, code, minutes, secret } = await issueMailSecret(site, db, "verify_email", user, browserHash, to);
    await queueSiteMail(
      site,
      db,
      verifyEmail({
        t: mailTexts(user.locale, language),
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
