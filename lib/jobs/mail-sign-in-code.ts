import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import { takesNewUsers } from "@/lib/core/sign-in/methods/email-code/email-code";
import { issueCode } from "@/lib/core/sign-in/methods/email-code/issue-code";
import type { SiteContext } from "@/lib/db/resolve";
import { siteUrl } from "@/lib/kernel/urls";
import { signInCode } from "@/lib/mail/templates/sign-in-code";
import type { SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/** Mails the code that signs in, to a user who may sign in, or to somebody who may become one by it. */
export async function mailSignInCode(
  site: SiteContext,
  { codeId, emailCanonical, mayCreate, link = false, to, language }: SiteJobs["mail-sign-in-code"],
): Promise<void> {
  const user = await site.db.siteUser.findFirst({ where: { emailCanonical }, select: { name: true, locale: true, blockedAt: true } });
  const welcome = user ? user.blockedAt === null : mayCreate && takesNewUsers(site);
  if (!welcome || !(await mayMail(site, "sign_in_code", emailCanonical))) return;
  await site.db.$transaction(async (db) => {
    const issued = await issueCode(db, BigInt(codeId), { link });
    if (!issued) return;
    const { code, token, minutes, secret } = issued;
    const mail = {
      t: mailTexts(user?.locale, language),
      to: emailCanonical,
      siteName: site.site.name,
      name: user?.name ?? null,
      code,
      link: token === null ? null : siteUrl(site.site.slug, "login/code", { token, ...(to && { to }) }),
      minutes,
    };
    await queueSiteMail(site, db, signInCode(mail), secret);
  });
}
