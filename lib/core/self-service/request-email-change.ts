import { z } from "zod";
import { type HostedSession, holderOf } from "@/lib/core/sessions/hosted-session";
import { requireOpenSession } from "@/lib/core/sessions/require-open-session";
import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError, invalid } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { sha256 } from "@/lib/kernel/secrets";
import { recordEvent } from "../audit/record-event";
import { mayMailNow } from "../mail-secrets/may-mail";
import { EMAIL_CHANGE_MINUTES, pendingChange } from "./email-change";
import { forgetEmailChanges } from "./forget-email-changes";

const shape = z.object({ email: fields.email });
/** Changes that somebody asks for in an hour. */
const MOST_AN_HOUR = 5;

/**
 * Asks to put a new address in place of a user's. Nothing changes until the mail to the new one is answered; an earlier request
 * is void. Where the same address was asked for a moment ago, that mail is on its way, and counts.
 *
 * SECURITY: whether somebody has the new address already is found out in the job, and told to nobody but them: what is kept and
 * what is answered is the same.
 *
 * @throws AppError `invalid`, `too_many_attempts`, `mail_just_sent`, `session_ended`
 */
export async function requestEmailChange(site: SiteContext, session: HostedSession, input: { readonly email?: unknown }): Promise<void> {
  const { user } = session;
  const { email } = checkFields(shape, input);
  const current = await site.db.siteUser.findFirst({ where: { id: user.id }, select: { emailCanonical: true } });
  if (!current) throw new AppError("session_ended");
  if (current.emailCanonical === email.canonical) throw invalid("email", "is your address already");
  if (!(await takeAttempt(site.scope, sha256(`email change of:${user.id}`), MOST_AN_HOUR, 3_600))) {
    throw new AppError("too_many_attempts", { retryAfterS: 3_600 });
  }
  if (!(await mayMailNow(site, "change_email", email.canonical))) {
    if ((await pendingChange(site, user.id))?.emailCanonical === email.canonical) return;
    throw new AppError("mail_just_sent", { retryAfterS: 60 });
  }
  const id = newId();
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(user.id);
    await requireOpenSession(db, holderOf(session));
    await forgetEmailChanges(db, user.id);
    await db.emailChange.create({
      data: {
        id,
        siteUserId: user.id,
        oldEmailCanonical: current.emailCanonical,
        email: email.email,
        emailCanonical: email.canonical,
        expiresAt: new Date(Date.now() + EMAIL_CHANGE_MINUTES * 60_000),
      },
    });
    await enqueue(db, "mail-email-change", { changeId: String(id), emailCanonical: current.emailCanonical });
    await recordEvent(db, { type: "site_user.email_change_asked", siteUserId: user.id });
  });
}
