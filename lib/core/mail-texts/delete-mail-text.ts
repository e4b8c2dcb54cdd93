import type { SiteContext } from "@/lib/db/resolve";
import type { MailTextRef } from "./mail-text";

/** Takes a site's own words out of one mail in one language: it is said in ours again. */
export async function deleteMailText({ db }: SiteContext, { kind, language }: MailTextRef): Promise<void> {
  await db.mailText.deleteMany({ where: { kind, language } });
}
