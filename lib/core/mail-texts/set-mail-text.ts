import type { SiteContext } from "@/lib/db/resolve";
import { checkFields } from "@/lib/kernel/fields";
import { withEvent } from "../audit/with-event";
import { deleteMailText } from "./delete-mail-text";
import type { MailText, MailTextRef } from "./mail-text";
import { wordsField } from "./words";

/**
 * Makes these the site's own words in one mail and one language, in the place of those before. Where nothing is said, ours stand.
 *
 * @throws AppError `invalid` with an issue for each wrong text
 */
export async function setMailText(site: SiteContext, { kind, language }: MailTextRef, given: unknown): Promise<MailText> {
  const words = checkFields(wordsField(kind), given);
  if (Object.keys(words).length === 0) await deleteMailText(site, { kind, language });
  else await keep(site, { kind, language, words });
  return { kind, language, words };
}

/** Two at once: the one that comes second finds the row of the first. */
async function keep({ db }: SiteContext, { kind, language, words }: MailText) {
  await withEvent(db, { type: "mail_text.set", data: { kind, language } }, async (inside) => {
    const change = () => inside.mailText.updateMany({ where: { kind, language }, data: { texts: words } });
    if ((await change()).count > 0) return;
    const { count } = await inside.mailText.createMany({ data: [{ kind, language, texts: words }], skipDuplicates: true });
    if (count === 0) await change();
  });
}
