import type { z } from "zod";
import { type AppError, invalid } from "@/lib/kernel/errors";
import { violatedIndex } from "@/lib/kernel/faults";
import { fields } from "@/lib/kernel/fields";

/** What a customer may set on a user at any time. The rules of each field, for every wire. */
export const siteUserFields = {
  email: fields.email,
  password: fields.newPassword,
  username: fields.username,
  externalId: fields.externalId,
  name: fields.personName,
  firstName: fields.personName,
  lastName: fields.personName,
  locale: fields.locale,
  metadata: fields.jsonObject,
  privateMetadata: fields.jsonObject,
};

/** Those fields as a wire brings them: checked by the use-case. */
export type SiteUserInput = { readonly [Field in keyof typeof siteUserFields]?: unknown };

type Checked = Partial<z.output<z.ZodObject<typeof siteUserFields>>>;

/** Checked fields as columns, but for the password. What was not given is left out. */
export function siteUserRow({ email, username, metadata, privateMetadata, password: _, ...plain }: Checked) {
  return {
    ...plain,
    ...(email === undefined ? {} : { email: email.email, emailCanonical: email.canonical }),
    ...(username === undefined ? {} : { username: username?.username ?? null, usernameCanonical: username?.canonical ?? null }),
    ...(metadata === undefined ? {} : { metadata: metadata as object }),
    ...(privateMetadata === undefined ? {} : { privateMetadata: privateMetadata as object }),
  };
}

/** Which field an index of `site_users` keeps unique within a site. */
const TAKEN: Record<string, AppError> = {
  site_users_site_id_email_canonical_key: invalid("email", "Email has already been taken"),
  site_users_site_id_username_canonical_key: invalid("username", "Username has already been taken"),
  site_users_site_id_external_id_key: invalid("externalId", "External ID has already been taken"),
};

/** What was thrown by a write to `site_users`, as the refusal of a field that is taken where it was one. */
export function takenOr(error: unknown): unknown {
  return TAKEN[violatedIndex(error) ?? ""] ?? error;
}
