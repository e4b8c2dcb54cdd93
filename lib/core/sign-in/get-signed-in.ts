import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SignedIn } from "./outcome";

/**
 * Who has just signed in, as the page around the form may know them.
 *
 * @throws AppError `wrong_credentials` when the user was deleted in this moment
 */
export async function getSignedIn(
  site: SiteContext,
  { siteUserId }: SignedIn,
): Promise<{ id: bigint; email: string; name: string | null }> {
  const user = await site.db.siteUser.findFirst({ where: { id: siteUserId }, select: { id: true, email: true, name: true } });
  if (!user) throw new AppError("wrong_credentials");
  return user;
}
