import { z } from "zod";
import { type HostedSession, holderOf } from "@/lib/core/sessions/hosted-session";
import { requireOpenSession } from "@/lib/core/sessions/require-open-session";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { recordEvent } from "../audit/record-event";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import { inLineOf } from "../passwords/line-of";
import { personOf } from "../passwords/person-of";
import { requireHardToGuess, requireNotLeaked } from "../passwords/require-hard-to-guess";
import { requirePassword } from "../sign-in/require-password";
import type { Visitor } from "../sign-in/visitor";
import { voidSecrets } from "../site-users/void-secrets";
import { hasPassword } from "./has-password";

const shape = z.object({ password: fields.newPassword });

/**
 * Sets a new password in the place of the one that the user knows, or their first. Everything else that they have open ends, and
 * a mail tells them.
 *
 * SECURITY: where there is one, the present password is asked for, and must still be theirs when the new one is written. Who
 * sets a first one has proved a short while ago who they are: the caller sees to it.
 *
 * @throws AppError `invalid`, `wrong_credentials`, `too_many_attempts`, `unavailable`, `session_ended`
 */
export async function changeOwnPassword(
  site: SiteContext,
  session: HostedSession,
  input: { readonly current?: string | undefined; readonly password?: unknown },
  visitor: Visitor,
): Promise<void> {
  const { id, user } = session;
  const { password } = checkFields(shape, input);
  requireHardToGuess(site, password, await personOf(site, user.id));
  const known = await hasPassword(site, user.id);
  const proved = known ? await requirePassword(site, user.id, input.current ?? "", visitor) : null;
  await requireNotLeaked(site, password, visitor);
  const passwordSealed = await hashPassword(password, siteUserPassword(site.scope, user.id), inLineOf(site));
  const before = proved?.proof.passwordSealed;
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(user.id);
    await requireOpenSession(db, holderOf(session));
    const where = { id: user.id, blockedAt: null, passwordSealed: before ? new Uint8Array(before) : null };
    const [row] = await db.siteUser.updateManyAndReturn({ where, data: { passwordSealed }, select: { emailCanonical: true } });
    if (!row) throw new AppError("session_ended");
    await voidSecrets(db, user.id, id);
    await enqueue(db, "mail-account-notice", { notice: "passwordChanged", ...row });
    await recordEvent(db, { type: "site_user.password_changed", siteUserId: user.id });
  });
}
