import type { MailedSecret } from "@/lib/db/live-secret";
import { type ResetRecipient, replaceResetLink, takeOperatorAttempt } from "@/lib/db/operators";
import { type Actor, SYSTEM } from "@/lib/kernel/actor";
import { parseEmail } from "@/lib/kernel/email";
import { env } from "@/lib/kernel/env";
import { invalid } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { newToken, sha256 } from "@/lib/kernel/secrets";
import { happened } from "../audit/happened";

/** How long a reset link lives. It opens a whole account, so it is short. */
export const RESET_MINUTES = 30;

/** Reset mails that an operator gets in an hour, however often they are asked for. */
const MAILS_AN_HOUR = 5;

/** Takes one mail from an address's hourly budget. */
export async function mayMailReset(emailCanonical: string): Promise<boolean> {
  const key = sha256(`operator reset mail:${emailCanonical}`);
  return (await takeOperatorAttempt([{ key, limit: MAILS_AN_HOUR }], 3_600)) === null;
}

/** Makes the one-time link that sets an operator's new password; earlier ones end. Null: nobody has this address. */
export async function issueResetLink(
  emailCanonical: string,
  by: Actor,
): Promise<(ResetRecipient & { link: string; secret: MailedSecret }) | null> {
  const token = newToken("opl_");
  const link = { id: newId(), tokenHash: sha256(token), minutes: RESET_MINUTES };
  const event = happened({ type: "operator.password_reset_asked" });
  const recipient = await replaceResetLink(emailCanonical, link, { event, by });
  return (
    recipient && {
      ...recipient,
      link: `${env().appUrl}/dashboard/reset-password?token=${token}`,
      secret: { id: link.id, hash: link.tokenHash },
    }
  );
}

/**
 * The same for whoever runs the installation, to let in an operator who gets no mail.
 *
 * @throws AppError `invalid`
 */
export async function resetLinkFor(email: string | undefined): Promise<string> {
  const address = parseEmail(email ?? "");
  if (!address) throw invalid("email", "Email is invalid: say whose with --email ADDRESS");
  const issued = await issueResetLink(address.canonical, SYSTEM);
  if (!issued) throw invalid("email", "Email belongs to no operator");
  return issued.link;
}
