import { mayMail } from "@/lib/core/mail-secrets/may-mail";
import { changeCodeContext, EMAIL_CHANGE_MINUTES } from "@/lib/core/self-service/email-change";
import type { SiteContext } from "@/lib/db/resolve";
import { codeMac, newCode, newToken, sha256 } from "@/lib/kernel/secrets";
import { siteUrl } from "@/lib/kernel/urls";
import { changeEmail } from "@/lib/mail/templates/change-email";
import { enqueue, type SiteJobs } from "./enqueue";
import { mailTexts } from "./mail-texts";
import { queueSiteMail } from "./queue-site-mail";

/**
 * Mails the link and the code that prove a new address to that address. Where somebody else has it, they are told that they have
 * an account, as after a sign-up, and nothing in the request says so.
 */
export async function mailEmailChange(site: SiteContext, { changeId }: SiteJobs["mail-email-change"]): Promise<void> {
  const id = BigInt(changeId);
  const asked = {
    where: { id, usedAt: null, expiresAt: { gt: new Date() } },
    select: { siteUserId: true, email: true, emailCanonical: true },
  };
  const change = await site.db.emailChange.findFirst(asked);
  if (!change || !(await mayMail(site, "change_email", change.emailCanonical))) return;
  const { name: siteName, slug } = site.site;
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(change.siteUserId);
    const user = await db.siteUser.findFirst({ where: { id: change.siteUserId, blockedAt: null }, select: { name: true, locale: true } });
    if (!user) return;
    const { emailCanonical } = change;
    if ((await db.siteUser.count({ where: { emailCanonical } })) > 0)
      return enqueue(db, "mail-account-exists", { emailCanonical, language: user.locale });
    const [token, code] = [newToken("chg_"), newCode()];
    const secrets = { tokenHash: sha256(token), codeMac: codeMac(code, changeCodeContext(id)) };
    await db.emailChange.updateMany({ where: asked.where, data: secrets });
    const link = siteUrl(slug, "account/email", { token });
    const told = { t: mailTexts(user.locale, null), siteName, name: user.name, link, code, minutes: EMAIL_CHANGE_MINUTES };
    await queueSiteMail(site, db, changeEmail({ ...told, to: emailCanonical }), { id, hash: secrets.tokenHash });
  });
}
