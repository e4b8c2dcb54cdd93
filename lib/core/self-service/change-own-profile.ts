import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { withEvent } from "../audit/with-event";
import { onlyGiven } from "../only-given";
import { siteUserFields, siteUserRow, takenOr } from "../site-users/site-user-fields";

const { name, firstName, lastName, locale, username } = siteUserFields;
const shape = z.object({ name, firstName, lastName, locale, username }).partial();

/** What somebody may change of themselves. Left out: it stays. */
export type OwnProfileInput = { readonly [Field in "name" | "firstName" | "lastName" | "locale" | "username"]?: unknown };

/**
 * Changes what a user is called, and the language that they are spoken to in.
 *
 * SECURITY: nothing else: the address, its proof and what the customer keeps about them are not theirs to set here. A username is
 * taken where the site lets its visitors choose one.
 *
 * @throws AppError `invalid`, also for a username that is taken; `session_ended`
 */
export async function changeOwnProfile(site: SiteContext, siteUserId: bigint, input: OwnProfileInput, usernames: boolean): Promise<void> {
  const { username: _, ...withoutUsername } = input;
  const given = usernames ? input : withoutUsername;
  const data = siteUserRow(onlyGiven(checkFields(shape, given), given));
  try {
    const event = { type: "site_user.updated", siteUserId, data: { fields: Object.keys(onlyGiven(given, given)) } } as const;
    await withEvent(site.db, event, async (db) => {
      const { count } = await db.siteUser.updateMany({ where: { id: siteUserId, blockedAt: null }, data });
      if (count === 0) throw new AppError("session_ended");
    });
  } catch (error) {
    throw takenOr(error);
  }
}
