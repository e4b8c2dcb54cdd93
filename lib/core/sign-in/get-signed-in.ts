import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import type { SignedIn } from "./outcome";

/** What a page or a program may be told of who has just signed in. */
export type WhoSignedIn = {
  readonly id: bigint;
  readonly uuid: string;
  readonly email: string;
  readonly username: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
};

const columns = { id: true, uuid: true, email: true, username: true, name: true, firstName: true, lastName: true } as const;

/**
 * Who has just signed in, as whoever asked for it may know them.
 *
 * @throws AppError `wrong_credentials` when the user was deleted in this moment
 */
export async function getSignedIn(site: SiteContext, { siteUserId }: SignedIn): Promise<WhoSignedIn> {
  const user = await site.db.siteUser.findFirst({ where: { id: siteUserId }, select: columns });
  if (!user) throw new AppError("wrong_credentials");
  return user;
}
