import type { SiteContext } from "@/lib/db/resolve";
import { withEvent } from "../audit/with-event";
import type { MailTextRef } from "./mail-text";

/** Takes a site's own words out of one mail in one language: it is said in ours again. */
export async function deleteMailText({ db }: SiteContext, { kind, language }: MailTextRef): Promise<void> {
  await withEvent(
    db,
    ({ count }: { count: number }) => (count > 0 ? { type: "mail_text.deleted", data: { kind, language } } : null),
    (inside) => inside.mailText.deleteMany({ where: { kind, language } }),
  );
}
