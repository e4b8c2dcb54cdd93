import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { dropExportedFiles } from "../portability/exports/drop-exported-files";
import { requireSiteOfUser } from "./require-site-of-user";

/**
 * Deletes a user with every token, every kept and every queued mail, and every file that they were exported in, in one
 * transaction. A later sign-up with the same address begins from nothing.
 *
 * @throws AppError `not_found`
 */
export async function deleteSiteUser(account: AccountContext, id: bigint): Promise<void> {
  const site = await requireSiteOfUser(account, id);
  await site.db.$transaction(async (db) => {
    const user = await db.siteUser.findFirst({ where: { id }, select: { emailCanonical: true } });
    const { count } = await db.siteUser.deleteMany({ where: { id } });
    if (!user || count === 0) throw new AppError("not_found");
    await db.mail.deleteMany({ where: { recipient: user.emailCanonical } });
    await db.emailCode.deleteMany({ where: { emailCanonical: user.emailCanonical } });
    await dropExportedFiles(db);
    await db.$dropJobsAbout(user.emailCanonical);
    await db.$dropAnswersAbout(id);
  });
}
