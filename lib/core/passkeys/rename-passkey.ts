import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { checkFields, fields } from "@/lib/kernel/fields";

const shape = z.object({ name: fields.passkeyName });

/**
 * Gives a passkey of a user another name.
 *
 * @throws AppError `invalid`; `not_found`, also for another user's
 */
export async function renamePasskey({ db }: SiteContext, siteUserId: bigint, id: bigint, input: { name?: unknown }): Promise<void> {
  const { name } = checkFields(shape, input);
  const { count } = await db.passkey.updateMany({ where: { id, siteUserId }, data: { name } });
  if (count === 0) throw new AppError("not_found");
}
