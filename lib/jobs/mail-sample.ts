import { wordsOf } from "@/lib/core/mail-texts/words";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteJobs } from "./enqueue";
import { queueMail } from "./queue-mail";
import { sampleMail } from "./sample-mail";

/** Mails an operator what they are working on, said to be a test. */
export async function mailSample(site: SiteContext, { to, kind, language, words }: SiteJobs["mail-sample"]): Promise<void> {
  const mail = await sampleMail(site, to, { kind, language, words: wordsOf(kind, words) });
  await queueMail(site.db, { ...mail, subject: `[Test] ${mail.subject}` });
}
