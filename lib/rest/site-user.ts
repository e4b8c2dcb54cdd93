import { z } from "zod";
import type { Paged } from "@/lib/core/page";
import type { SiteUser } from "@/lib/core/site-users/site-user";
import { idField, idParam, pageQuery, pagination, searchQuery, time } from "./shapes";

/** A site user on the wire. Never a digest. */
export function siteUserJson(user: Omit<SiteUser, "uuid" | "blockedAt">) {
  return {
    id: Number(user.id),
    site_id: Number(user.siteId),
    email: user.email,
    name: user.name,
    email_verified: user.emailVerifiedAt !== null,
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
  created_at: z.unknown(),
  updated_at: z.unknown(),
  last_sign_in_at: z.unknown(),
};

const writable = z
  .strictObject({ ...readOnly, email: z.unknown(), password: z.unknown(), name: z.unknown() })
  .partial()
  .transform(({ email, password, name }) => ({
    ...(email === undefined ? {} : { email }),
    ...(password === undefined ? {} : { password }),
    ...(name === undefined ? {} : { name }),
  }));

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
