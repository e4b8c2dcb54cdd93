import { noteLinkedAccount } from "@/lib/db/hot/linked-accounts";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { recordEvent } from "../audit/record-event";
import type { SessionHolder } from "../sessions/hosted-session";
import { requireOpenSession } from "../sessions/require-open-session";
import type { Profile } from "../sign-in/methods/social/profile";

/** Accounts elsewhere that one user links. */
const MOST = 20;

/**
 * Links an account elsewhere to a user who is signed in. Once it is theirs, saying it again changes nothing. They get a mail.
 *
 * @throws AppError `linked_elsewhere`; `session_ended`; `provider_failed` when the user is gone or has linked as many as there may be
 */
export async function linkAccount(
  site: SiteContext,
  holder: SessionHolder,
  { issuer, subject, email }: Profile,
  provider: { readonly name: string },
): Promise<void> {
  const { siteUserId } = holder;
  const isNew = await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(siteUserId);
    await requireOpenSession(db, holder);
    const user = await db.siteUser.findFirst({ where: { id: siteUserId, blockedAt: null }, select: { emailCanonical: true } });
    if (!user || (await db.linkedAccount.count({ where: { siteUserId } })) >= MOST) throw new AppError("provider_failed");
    const link = { id: newId(), siteUserId, issuer, subject, email: email?.email };
    const { count } = await db.linkedAccount.createMany({ data: [link], skipDuplicates: true });
    if (count === 1) {
      await enqueue(db, "mail-account-linked", { emailCanonical: user.emailCanonical, providerName: provider.name });
      await recordEvent(db, { type: "linked_account.added", siteUserId, data: { linked_account_id: String(link.id) } });
    }
    return count === 1;
  });
  if (isNew) return;
  const linked = await noteLinkedAccount(site.scope, { issuer, subject, email: email?.email ?? null });
  if (linked?.siteUserId !== siteUserId) throw new AppError("linked_elsewhere");
}
