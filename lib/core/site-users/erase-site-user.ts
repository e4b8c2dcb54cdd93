import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { recordEvent } from "../audit/record-event";
import { dropExportedFiles } from "../portability/exports/drop-exported-files";

/**
 * Deletes a user with every token, every kept and every queued mail to any address they have had here, and every file that they
 * were exported in, in one transaction. A later sign-up with the same address begins from nothing.
 * Their events stay in the audit log under a random name.
 *
 * @param due with it: only if they asked for it and have waited long enough by now
 * @throws AppError `not_found`
 */
export async function eraseSiteUser(site: SiteContext, id: bigint, { due = false } = {}): Promise<void> {
  const where = { id, ...(due ? { deletionDueAt: { lte: new Date() } } : {}) };
  await site.db.$transaction(async (db) => {
    await db.$lockSiteUser(id);
    const user = await db.siteUser.findFirst({ where, select: { emailCanonical: true } });
    if (!user) throw new AppError("not_found");
    const changes = await db.emailChange.findMany({
      where: { siteUserId: id },
      select: { oldEmailCanonical: true, emailCanonical: true },
    });
    const { count } = await db.siteUser.deleteMany({ where });
    if (count === 0) throw new AppError("not_found");
    const had = new Set([
      user.emailCanonical,
      ...changes.flatMap(({ oldEmailCanonical, emailCanonical }) => [oldEmailCanonical, emailCanonical]),
    ]);
    // Somebody else may have such an address by now: their mails are theirs.
    const others = await db.siteUser.findMany({ where: { emailCanonical: { in: [...had] } }, select: { emailCanonical: true } });
    for (const { emailCanonical } of others) had.delete(emailCanonical);
    const addresses = [...had];
    await db.mail.deleteMany({ where: { recipient: { in: addresses } } });
    await db.emailCode.deleteMany({ where: { emailCanonical: { in: addresses } } });
    await dropExportedFiles(db);
    for (const address of addresses) await db.$dropJobsAbout(address);
    await db.$dropAnswersAbout(id);
    await recordEvent(db, { type: "site_user.deleted", siteUserId: id });
    await db.$forgetInAudit(id);
  });
}
