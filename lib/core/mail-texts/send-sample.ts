import { takeAttempt } from "@/lib/db/attempts";
import type { OperatorContext, SiteContext } from "@/lib/db/resolve";
import { enqueue } from "@/lib/jobs/enqueue";
import { AppError } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { sha256 } from "@/lib/kernel/secrets";
import { requireOpenSite } from "../sites/require-open-site";
import type { MailTextRef } from "./mail-text";
import { wordsField } from "./words";

const SAMPLES_AN_HOUR = 20;

/**
 * Mails an operator a mail of a site with words that they are trying out.
 *
 * SECURITY: to their own address and no other, so many an hour, and said to be a test.
 *
 * @throws AppError `site_suspended`; `invalid` with an issue for each wrong text; `too_many_attempts`
 */
export async function sendSample({ operator }: OperatorContext, site: SiteContext, ref: MailTextRef, given: unknown): Promise<void> {
  requireOpenSite(site);
  const words = checkFields(wordsField(ref.kind), given);
  if (!(await takeAttempt(site.scope, sha256(`mail sample:${operator.id}`), SAMPLES_AN_HOUR, 3_600)))
    throw new AppError("too_many_attempts", { retryAfterS: 3_600 });
  await enqueue(site.db, "mail-sample", { to: operator.email, kind: ref.kind, language: ref.language, words });
}
