import type { SiteContext } from "@/lib/db/resolve";

/** How long the link and the code to a new address live. */
export const EMAIL_CHANGE_MINUTES = 60;

/** What the stored code of a change is bound to. */
export const changeCodeContext = (changeId: bigint) => `email_changes.code:${changeId}`;

/** The address that a user has asked to have and not proved yet, or null. */
export function pendingChange({ db }: SiteContext, siteUserId: bigint): Promise<{ email: string; emailCanonical: string } | null> {
  return db.emailChange.findFirst({
    where: { siteUserId, usedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: "desc" },
    select: { email: true, emailCanonical: true },
  });
}
