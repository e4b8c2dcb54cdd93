import { invitationSeal, invitationUrl } from "@/lib/core/operators/invitation-link";
import type { AccountContext } from "@/lib/db/resolve";
import { unseal } from "@/lib/kernel/secrets";
import { operatorInvitation } from "@/lib/mail/templates/operator-invitation";
import { render } from "@/lib/mail/templates/render";
import { textsOf } from "@/lib/texts";
import type { AccountJobs } from "./enqueue";
import { queueMail } from "./queue-mail";

/** Mails an invitation into the account, unless it was withdrawn meanwhile or the account is deleted: its link would open nothing. */
export async function mailInvitation(account: AccountContext, { linkId, sealed }: AccountJobs["mail-invitation"]): Promise<void> {
  const id = BigInt(linkId);
  const columns = { tokenHash: true, email: true, invitedBy: true, createdAt: true, expiresAt: true } as const;
  const invitation = await account.db.operatorLink.findFirst({ where: { id, purpose: "invitation", usedAt: null }, select: columns });
  const owner = await account.db.account.findFirst({ where: { deletedAt: null }, select: { name: true } });
  if (!invitation || !owner) return;
  const { tokenHash, email, invitedBy, createdAt, expiresAt } = invitation;
  const link = invitationUrl(unseal(Buffer.from(sealed, "base64"), invitationSeal(id)));
  const minutes = Math.round((expiresAt.getTime() - createdAt.getTime()) / 60_000);
  await queueMail(
    account.db,
    await render(operatorInvitation({ t: textsOf("en"), to: email, accountName: owner.name, invitedBy: invitedBy ?? "", link, minutes })),
    { id, hash: tokenHash },
  );
}
