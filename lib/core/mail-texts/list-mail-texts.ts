import type { SiteContext } from "@/lib/db/resolve";
import type { MailText } from "./mail-text";
import { readMailTexts } from "./read-mail-texts";

/** Everything that a site says in its own words in its mails. */
export async function listMailTexts({ db }: SiteContext): Promise<MailText[]> {
  const columns = { kind: true, language: true, texts: true } as const;
  return readMailTexts(await db.mailText.findMany({ orderBy: [{ kind: "asc" }, { language: "asc" }], select: columns }));
}
