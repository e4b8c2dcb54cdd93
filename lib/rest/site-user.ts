import { z } from "zod";
import type { Paged } from "@/lib/core/page";
import type { SiteUser } from "@/lib/core/site-users/site-user";
import type { JsonObject } from "@/lib/kernel/json-object";
import { idField, idParam, pageQuery, pagination, searchQuery, time, withoutAbsent } from "./shapes";

/** A site user on the wire. Never a digest. */
export function siteUserJson(user: Omit<SiteUser, "uuid">) {
  return {
    id: Number(user.id),
    site_id: Number(user.siteId),
    external_id: user.externalId,
    email: user.email,
    email_verified: user.emailVerifiedAt !== null,
    username: user.username,
    name: user.name,
    first_name: user.firstName,
    last_name: user.lastName,
    locale: user.locale,
    blocked: user.blockedAt !== null,
    metadata: user.metadata as JsonObject,
    private_metadata: user.privateMetadata as JsonObject,
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    last_sign_in_at: user.lastSignInAt && time(user.lastSignInAt),
  };
}

export const siteUsersJson = (page: Paged<SiteUser>) => ({ site_users: page.rows.map(siteUserJson), pagination: pagination(page) });

export const siteUsersQuery = z.object({ site_id: idParam.optional(), search: searchQuery, ...pageQuery(25) });

export const siteUserParams = z.object({ id: idParam });

const readOnly = {
  id: z.unknown(),
  site_id: z.unknown(),
  email_verified: z.unknown(),
  blocked: z.unknown(),
  created_at: z.unknown(),
  updated_at: z.unknown(),
  last_sign_in_at: z.unknown(),
};

const writable = z
  .strictObject({
    ...readOnly,
    external_id: z.unknown(),
    email: z.unknown(),
    password: z.unknown(),
    username: z.unknown(),
    name: z.unknown(),
    first_name: z.unknown(),
    last_name: z.unknown(),
    locale: z.unknown(),
    metadata: z.unknown(),
    private_metadata: z.unknown(),
  })
  .partial()
  .transform((user) =>
    withoutAbsent({
      externalId: user.external_id,
      email: user.email,
      password: user.password,
      username: user.username,
      name: user.name,
      firstName: user.first_name,
      lastName: user.last_name,
      locale: user.locale,
      metadata: user.metadata,
      privateMetadata: user.private_metadata,
    }),
  );

export const newSiteUserBody = z.strictObject({
  site_id: z.unknown().transform((value, context) => {
    const result = idField.safeParse(value);
    if (result.success) return result.data;
    context.addIssue({ code: "custom", message: value === undefined || value === null ? "can't be blank" : "must be an integer" });
    return z.NEVER;
  }),
  site_user: writable,
});

export const siteUserBody = z.strictObject({ site_user: writable });
