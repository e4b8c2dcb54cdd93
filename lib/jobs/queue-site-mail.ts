import { getMailText } from "@/lib/core/mail-texts/get-mail-text";
import type { MailedSecret } from "@/lib/db/live-secret";
import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import type { Letter } from "@/lib/mail/templates/letter";
import { render } from "@/lib/mail/templates/render";
import { worded } from "@/lib/mail/templates/worded";
import { letterheadOf } from "./letterhead";
import { queueMail } from "./queue-mail";

/** Queues a letter to a user of a site in the handle's transaction: in the site's own words, and on its letterhead. */
export async function queueSiteMail(site: SiteContext, db: TenantDb, letter: Letter, secret?: MailedSecret): Promise<void> {
  const own = letter.of && (await getMailText(db, { kind: letter.of.kind, language: letter.t.language }));
  await queueMail(db, await render(worded(letter, own?.words ?? {}), await letterheadOf(site, db)), secret);
}
