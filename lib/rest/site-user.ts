import { z } from "zod";
import type { Listed } from "@/lib/core/page";
import type { SiteUser } from "@/lib/core/site-users/site-user";
import { siteUserFields } from "@/lib/core/site-users/site-user-fields";
import { parseEmail } from "@/lib/kernel/email";
import type { JsonObject } from "@/lib/kernel/json-object";
import {
  flag,
  idField,
  idParam,
  idShape,
  judged,
  pagination,
  paginationShape,
  partQuery,
  searchQuery,
  sentBack,
  sortQuery,
  time,
  timeQuery,
  timeShape,
  withoutAbsent,
} from "./shapes";

const text = z.string().nullable();

/** A site user on the wire. Never a digest. */
export const siteUserShape = z
  .strictObject({
    id: idShape,
    site_id: idShape.meta({ examples: [17] }),
    external_id: text.meta({ description: "Their id in the system they came from.", examples: ["u_2041"] }),
    email: z.string().meta({ format: "email", examples: ["jane@example.com"] }),
    email_verified: z.boolean().meta({ description: "Whether somebody has proved that the address is theirs.", examples: [true] }),
    username: text.meta({ examples: ["jane"] }),
    name: text.meta({ examples: ["Jane Doe"] }),
    first_name: text.meta({ examples: ["Jane"] }),
    last_name: text.meta({ examples: ["Doe"] }),
    locale: text.meta({ description: "A language tag (BCP 47).", examples: ["en-GB"] }),
    blocked: z.boolean().meta({ description: "Whether they may not sign in.", examples: [false] }),
    deletion_due_at: timeShape
      .nullable()
      .meta({ description: "They have closed their account themselves: from then on it is deleted. Unblocking them calls it off." }),
    second_factor: z.boolean().meta({ description: "Whether signing in takes a second factor from them.", examples: [false] }),
    metadata: z.record(z.string(), z.unknown()).meta({ description: "Yours to fill; the user sees it.", examples: [{ plan: "pro" }] }),
    private_metadata: z.record(z.string(), z.unknown()).meta({ description: "Yours to fill; the user does not see it.", examples: [{}] }),
    created_at: timeShape,
    updated_at: timeShape,
    last_sign_in_at: timeShape.nullable(),
  })
  .meta({ id: "SiteUser" });

export const siteUserAnswer = z.strictObject({ site_user: siteUserShape });

export const siteUsersAnswer = z.strictObject({ site_users: z.array(siteUserShape), pagination: paginationShape });

export function siteUserJson(user: Omit<SiteUser, "uuid">): z.output<typeof siteUserShape> {
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
    deletion_due_at: user.deletionDueAt && time(user.deletionDueAt),
    second_factor: user.secondFactor,
    metadata: user.metadata as JsonObject,
    private_metadata: user.privateMetadata as JsonObject,
    created_at: time(user.createdAt),
    updated_at: time(user.updatedAt),
    last_sign_in_at: user.lastSignInAt && time(user.lastSignInAt),
  };
}

export const siteUsersJson = (page: Listed<SiteUser>) => ({ site_users: page.rows.map(siteUserJson), pagination: pagination(page) });

/** An address in a query, as it is compared. What is none is nobody's. */
const emailQuery = searchQuery
  .transform((email) => (email ? (parseEmail(email)?.canonical ?? "") : undefined))
  .meta({ description: "The whole address; case does not matter." });

export const siteUsersQuery = z.object({
  site_id: idParam.optional().meta({ description: "Only the users of this site." }),
  search: searchQuery.meta({ description: "A part of the address, literally; case does not matter." }),
  email: emailQuery,
  created_after: timeQuery.meta({ description: "Only users who were made after this moment." }),
  created_before: timeQuery.meta({ description: "Only users who were made before this moment." }),
  verified: flag.optional().meta({ description: "Only users whose address is proved, or only the others." }),
  blocked: flag.optional().meta({ description: "Only users who may not sign in, or only the others." }),
  sort: sortQuery("email"),
  ...partQuery(25),
});

/** Which users a query asks for. */
export function siteUserFilter({ site_id, created_after, created_before, ...query }: z.output<typeof siteUsersQuery>) {
  const { search, email, verified, blocked } = query;
  return { siteId: site_id, search, email, createdAfter: created_after, createdBefore: created_before, verified, blocked };
}

export const siteUserParams = z.object({ id: idParam });

const readOnly = {
  id: sentBack,
  site_id: sentBack,
  email_verified: sentBack,
  blocked: sentBack,
  deletion_due_at: sentBack,
  second_factor: sentBack,
  created_at: sentBack,
  updated_at: sentBack,
  last_sign_in_at: sentBack,
};

export const writableSiteUser = z
  .strictObject({
    external_id: judged(siteUserFields.externalId, { description: "Their id in the system they come from; unique within the site." }),
    email: judged(siteUserFields.email),
    password: judged(siteUserFields.password, { description: "Without one, the user sets it by “Forgot password”." }),
    username: judged(siteUserFields.username, { description: "A name to sign in with; unique within the site." }),
    name: judged(siteUserFields.name, { description: "Without it, a new user is called by first and last name." }),
    first_name: judged(siteUserFields.firstName, { examples: ["Jane"] }),
    last_name: judged(siteUserFields.lastName, { examples: ["Doe"] }),
    locale: judged(siteUserFields.locale, { description: "A language tag (BCP 47)." }),
    metadata: judged(siteUserFields.metadata, { description: "Yours to fill; the user sees it. At most 16 kB and ten levels." }),
    private_metadata: judged(siteUserFields.privateMetadata, { description: "The same, which the user does not see." }),
    ...readOnly,
  })
  .partial();

/** The user of a body in the use-cases' own names. Absent stays absent. */
export const givenSiteUser = (user: z.output<typeof writableSiteUser>) =>
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
  });

export const siteId = z
  .unknown()
  .transform((value, context) => {
    const result = idField.safeParse(value);
    if (result.success) return result.data;
    context.addIssue({ code: "custom", message: value === undefined || value === null ? "can't be blank" : "must be an integer" });
    return z.NEVER;
  })
  .meta({ type: "integer", minimum: 1, description: "The site that the user belongs to.", examples: [17] });

export const newSiteUserBody = z
  .strictObject({
    site_id: siteId,
    site_user: writableSiteUser.meta({ required: ["email"] }).transform(givenSiteUser),
  })
  .meta({ examples: [{ site_id: 17, site_user: { email: "jane@example.com", password: "correct horse battery", name: "Jane Doe" } }] });

export const siteUserBody = z
  .strictObject({ site_user: writableSiteUser.transform(givenSiteUser) })
  .meta({ examples: [{ site_user: { name: "Jane Smith" } }] });
