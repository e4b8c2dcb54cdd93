import { type HostedSession, holderOf } from "@/lib/core/sessions/hosted-session";
import { requireOpenSession } from "@/lib/core/sessions/require-open-session";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { voidSecrets } from "../site-users/void-secrets";

/** For so many days a customer can call it off. */
export const DELETION_DAYS = 7;

/**
 * Closes a user's own account: from this moment on they are a blocked user everywhere, nothing of theirs is open, and after
 * DELETION_DAYS they are purged. A mail tells them.
 *
 * @throws AppError `session_ended` when they were blocked, deleted or signed out in this moment
 */
export async function askDeletion(site: SiteContext, session: HostedSession): Promise<void> {
  const siteUserId = session.user.id;
  const now = new Date();
  const deletionDueAt = new Date(now.getTime() + DELETION_DAYS * 86_400_000);
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    await requireOpenSession(db, holderOf(session));
    const where = { id: siteUserId, blockedAt: null };
    const [user] = await db.siteUser.updateManyAndReturn({
      where,
      data: { blockedAt: now, deletionDueAt },
      select: { emailCanonical: true },
    });
    if (!user) throw new AppError("session_ended");
    await voidSecrets(db, siteUserId);
    await enqueue(db, "mail-account-notice", { notice: "deletionDue", emailCanonical: user.emailCanonical });
    await recordEvent(db, { type: "site_user.deletion_asked", siteUserId });
  });
}
