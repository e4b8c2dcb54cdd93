import type { MailedSecret } from "@/lib/db/live-secret";
import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import { newId } from "@/lib/kernel/ids";
import { codeMac, newCode, newToken, sha256 } from "@/lib/kernel/secrets";
import { siteUrl } from "@/lib/kernel/urls";
import { codeContext, MAIL_SECRET_MINUTES, MAIL_TOKEN_PREFIX, type MailSecretPurpose } from "./mail-secret";

/** The hosted page that each link leads to. */
const PAGES = { reset_password: "reset-password", verify_email: "verify-email" } as const satisfies Record<MailSecretPurpose, string>;

/**
 * Makes the link and the code for one mail, one after the other for each user. Earlier ones for the same purpose are void:
 * the newest mail counts.
 *
 * @param user whom it is sent to, with the address it proves
 * @param browserHash the browser that asked and knew the password; null: the one of the mail before. SECURITY: asking for
 *   another mail proves nothing, so it must not make the asker's browser the known one.
 * @param to the page of their own account that the link leads on to
 */
export async function issueMailSecret(
  site: SiteContext,
  db: TenantDb,
  purpose: MailSecretPurpose,
  user: { id: bigint; emailCanonical: string },
  browserHash: Uint8Array<ArrayBuffer> | null,
  to?: string,
): Promise<{ link: string; code: string; minutes: number; secret: MailedSecret }> {
  const id = newId();
  const token = newToken(MAIL_TOKEN_PREFIX[purpose]);
  const tokenHash = sha256(token);
  const code = newCode();
  const minutes = MAIL_SECRET_MINUTES[purpose];
  await db.$lockSiteUser(user.id);
  const earlier = { siteUserId: user.id, purpose, usedAt: null };
  const last = await db.mailToken.findFirst({
    where: { ...earlier, expiresAt: { gt: new Date(0) } },
    orderBy: { createdAt: "desc" },
    select: { browserHash: true },
  });
  await db.mailToken.deleteMany({ where: earlier });
  await db.mailToken.create({
    data: {
      id,
      siteUserId: user.id,
      purpose,
      emailCanonical: user.emailCanonical,
      tokenHash,
      codeMac: codeMac(code, codeContext(id)),
      browserHash: browserHash ?? last?.browserHash ?? null,
      expiresAt: new Date(Date.now() + minutes * 60_000),
    },
  });
  return { link: siteUrl(site.site.slug, PAGES[purpose], { token, ...(to && { to }) }), code, minutes, secret: { id, hash: tokenHash } };
}
