import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import type { Letter } from "@/lib/mail/templates/letter";
import { render } from "@/lib/mail/templates/render";
import { letterheadOf } from "./letterhead";
import { queueMail } from "./queue-mail";

/** Queues a letter to a user of a site in the handle's transaction, on the site's own letterhead. */
export async function queueSiteMail(site: SiteContext, db: TenantDb, letter: Letter): Promise<void> {
  await queueMail(db, await render(letter, await letterheadOf(site, db)));
}
