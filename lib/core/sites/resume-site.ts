import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { getSite, type SiteRef } from "./get-site";
import type { Site } from "./site";

/**
 * Ends what `suspendSite` began: everything is as it was. Saying it twice changes nothing.
 *
 * SECURITY: a suspension by whoever runs the installation is in columns of its own, which nothing here writes.
 *
 * @throws AppError `not_found`; `site_suspended` while whoever runs the installation has it suspended
 */
export async function resumeSite(account: AccountContext, ref: SiteRef): Promise<Site> {
  const { id, suspension } = await getSite(account, ref);
  if (suspension?.by === "installation") throw notYours();
  await account.db.$transaction(async (db) => {
    const { count } = await db.site.updateMany({ where: { id, suspendedAt: { not: null } }, data: { suspendedAt: null } });
    if (count > 0) await recordEvent(db, { type: "site.resumed", siteId: id });
  });
  return getSite(account, { id });
}

const notYours = () =>
  new AppError("site_suspended", { issues: [{ path: "", message: "Only whoever runs this installation can resume the site" }] });
