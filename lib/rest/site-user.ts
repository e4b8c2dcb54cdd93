import { z } from "zod";
import type { Paged } from "@/lib/core/page";
import type { SiteUser } from "@/lib/core/site-users/site-user";
import { fields } from "@/lib/kernel/fields";
import {
  idField,
  idParam,
  idShape,
  judged,
  pageQuery,
  pagination,
  paginationShape,
  searchQuery,
  sentBack,
  time,
  timeShape,
} from "./shapes";

/** A site user on the wire. Never a digest. */
export const siteUserShape = z
  .strictObject({
    id: idShape,
    site_id: idShape.meta({ examples: [17] }),
    email: z.string().meta({ format: "email", examples: ["jane@example.com"] }),
    name: z
      .string()
      .nullable()
      .meta({ examples: ["Jane Doe"] }),
    email_verified: z.boolean().meta({ description: "Whether somebody has proved that the address is theirs.", examples: [true] }),
    created_at: timeShape,
    updated_at: timeShape,
    last_sign_in_at: timeShape.nullable(),
  })
  .meta({ id: "SiteUser" });

export const siteUserAnswer = z.strictObject({ site_user: siteUserShape });

export const siteUsersAnswer = z.strictObject({ site_users: z.array(siteUserShape), pagination: paginationShape });

export function siteUserJson(user: Omit<SiteUser, "uuid" | "blockedAt">): z.output<typeof siteUserShape> {
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

export const siteUsersQuery = z.object({
  site_id: idParam.optional().meta({ description: "Only the users of this site." }),
  search: searchQuery.meta({ description: "A part of the address, literally; case does not matter." }),
  ...pageQuery(25),
});

export const siteUserParams = z.object({ id: idParam });

const readOnly = {
  id: sentBack,
  site_id: sentBack,
  email_verified: sentBack,
  created_at: sentBack,
  updated_at: sentBack,
  last_sign_in_at: sentBack,
};

const writable = z
  .strictObject({
    email: judged(fields.email),
    password: judged(fields.newPassword, { description: "Without one, the user sets it by “Forgot password”." }),
    name: judged(fields.personName),
    ...readOnly,
  })
  .partial();

const given = ({ email, password, name }: z.output<typeof writable>) => ({
  ...(email === undefined ? {} : { email }),
  ...(password === undefined ? {} : { password }),
  ...(name === undefined ? {} : { name }),
});

const siteId = z
  .unknown()
  .transform((value, context) => {
    const result = idField.safeParse(value);
    if (result.success) return result.data;
    context.addIssue({ code: "custom", message: value === undefined || value === null ? "can't be blank" : "must be an integer" });
    return z.NEVER;
  })
  .meta({ type: "integer", minimum: 1, description: "The site that the user belongs to.", examples: [17] });

export const newSiteUserBody = z.strictObject({
  site_id: siteId,
  site_user: writable.meta({ required: ["email"] }).transform(given),
});

export const siteUserBody = z
  .strictObject({ site_user: writable.transform(given) })
  .meta({ examples: [{ site_user: { name: "Jane Smith" } }] });
