import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { withEvent } from "../audit/with-event";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import { hashingLater } from "../passwords/hashing-queue";
import { lineOf } from "../passwords/line-of";
import { requireHardToGuess, requireNotLeaked } from "../passwords/require-hard-to-guess";
import { type SiteUser, siteUserColumns } from "./site-user";
import { type SiteUserInput, siteUserFields, siteUserRow, takenOr } from "./site-user-fields";

const shape = z.object({ ...siteUserFields, password: siteUserFields.password.optional() });

/**
 * Creates a user in the customer's name: no mail goes out, and without a password the user sets one by "Forgot password".
 *
 * @throws AppError `invalid` with an issue for each wrong field, also when the address, the username or the external id is taken
 */
export async function createSiteUser(site: SiteContext, input: SiteUserInput): Promise<SiteUser> {
  const checked = checkFields(shape, { ...input, password: input.password ?? undefined });
  const id = newId();
  const { email, password, firstName, lastName } = checked;
  const name = checked.name ?? ([firstName, lastName].filter(Boolean).join(" ") || null);
  if (password !== undefined) {
    requireHardToGuess(site, password, { emailCanonical: email.canonical, username: checked.username?.username });
    await requireNotLeaked(site, password);
  }
  const inTurn = <T>(work: () => Promise<T>) => hashingLater(work, lineOf(site));
  const passwordSealed = password === undefined ? null : await hashPassword(password, siteUserPassword(site.scope, id), inTurn);
  try {
    return await withEvent(site.db, { type: "site_user.created", siteUserId: id }, (db) =>
      db.siteUser.create({
        data: { ...siteUserRow(checked), id, email: email.email, emailCanonical: email.canonical, name, passwordSealed },
        select: siteUserColumns,
      }),
    );
  } catch (error) {
    throw takenOr(error);
  }
}
