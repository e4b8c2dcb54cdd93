import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { isUniqueViolation } from "@/lib/kernel/faults";
import { checkFields, fields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { hashPassword } from "../passwords/hash-password";
import { type SiteUser, siteUserColumns } from "./site-user";

const shape = z.object({ email: fields.email, password: fields.newPassword.optional(), name: fields.personName });

/**
 * Creates a user in the customer's name: no mail goes out, and without a password the user sets one by "Forgot password".
 *
 * @throws AppError `invalid` with an issue for each wrong field, also when the address is taken
 */
export async function createSiteUser(site: SiteContext, input: { email?: unknown; password?: unknown; name?: unknown }): Promise<SiteUser> {
  const { email, password, name } = checkFields(shape, { ...input, password: input.password ?? undefined });
  const id = newId();
  const passwordSealed = password === undefined ? null : await hashPassword(password, `site_users.password:${id}`);
  try {
    return await site.db.siteUser.create({
      data: { id, email: email.email, emailCanonical: email.canonical, name, passwordSealed },
      select: siteUserColumns,
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw invalid("email", "Email has already been taken");
    throw error;
  }
}
