import { findMailSecret } from "@/lib/db/consume/mail-secret";
import type { SiteContext } from "@/lib/db/resolve";
import { hashToken } from "@/lib/kernel/secrets";
import { MAIL_TOKEN_PREFIX, type MailSecretPurpose } from "./mail-secret";

/** The language saved for the user whose mail a page was opened from. Null: none, or its link is of no use. */
export async function localeOfMailToken(site: SiteContext, purpose: MailSecretPurpose, token: string | null): Promise<string | null> {
  const hash = token === null ? null : hashToken(MAIL_TOKEN_PREFIX[purpose], token);
  const secret = hash && (await findMailSecret(site.scope, purpose, hash));
  const user = secret && (await site.db.siteUser.findFirst({ where: { id: secret.siteUserId }, select: { locale: true } }));
  return user?.locale ?? null;
}
