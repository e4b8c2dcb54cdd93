import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";

const columns = { name: true, firstName: true, lastName: true, username: true, locale: true, metadata: true } as const;

/** What a user sees of themselves and may change, but for what the customer keeps about them: they see that and no more. */
export type OwnProfile = {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
  readonly locale: string | null;
  readonly metadata: unknown;
};

/**
 * A user as they see themselves.
 *
 * @throws AppError `session_ended` when they were deleted in this moment
 */
export async function ownProfile({ db }: SiteContext, siteUserId: bigint): Promise<OwnProfile> {
  const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: columns });
  if (!user) throw new AppError("session_ended");
  return user;
}
