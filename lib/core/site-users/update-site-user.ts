import { z } from "zod";
import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { recordEvent } from "../audit/record-event";
import { onlyGiven } from "../only-given";
import { hashPassword, siteUserPassword } from "../passwords/hash-password";
import { hashingLater } from "../passwords/hashing-queue";
import { lineOf } from "../passwords/line-of";
import { personOf } from "../passwords/person-of";
import { requireHardToGuess, requireNotLeaked } from "../passwords/require-hard-to-guess";
import { requireSiteOfUser } from "./require-site-of-user";
import { type SiteUser, siteUserColumns } from "./site-user";
import { type SiteUserInput, siteUserFields, siteUserRow, takenOr } from "./site-user-fields";
import { voidSecrets } from "./void-secrets";

const shape = z.object(siteUserFields).partial();

/**
 * Changes the given fields of a user in the customer's name.
 *
 * A new address is unproved until its owner proves it. A new address or password voids every unused callback token and
 * every mail secret of the user.
 *
 * @throws AppError `not_found`; `invalid` with an issue for each wrong field, also when the address, the username or the external
 *   id is taken
 */
export async function updateSiteUser(account: AccountContext, id: bigint, input: SiteUserInput): Promise<SiteUser> {
  const site = await requireSiteOfUser(account, id);
  const given = onlyGiven(checkFields(shape, input), input);
  const { email, username, password } = given;
  if (password !== undefined) {
    const person = await personOf(site, id);
    requireHardToGuess(site, password, {
      emailCanonical: email?.canonical ?? person.emailCanonical,
      username: username === undefined ? person.username : username?.username,
    });
    await requireNotLeaked(site, password);
  }
  const inTurn = <T>(work: () => Promise<T>) => hashingLater(work, lineOf(site));
  const passwordSealed = password === undefined ? undefined : await hashPassword(password, siteUserPassword(site.scope, id), inTurn);
  try {
    return await site.db.$transaction(async (db) => {
      await db.$lockSiteUser(id);
      const current = await db.siteUser.findFirst({ where: { id }, select: { emailCanonical: true } });
      const moved = email !== undefined && current?.emailCanonical !== email.canonical;
      const [row] = await db.siteUser.updateManyAndReturn({
        where: { id },
        data: {
          ...siteUserRow(given),
          ...(passwordSealed === undefined ? {} : { passwordSealed }),
          ...(moved ? { emailVerifiedAt: null } : {}),
        },
        select: siteUserColumns,
      });
      if (!row) throw new AppError("not_found");
      if (moved || passwordSealed !== undefined) await voidSecrets(db, id);
      await recordEvent(db, { type: "site_user.updated", siteUserId: id, data: { fields: Object.keys(given) } });
      return row;
    });
  } catch (error) {
    throw takenOr(error);
  }
}
