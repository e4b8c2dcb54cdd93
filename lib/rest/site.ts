import { z } from "zod";
import type { Paged } from "@/lib/core/page";
import type { ShownSite } from "@/lib/core/sites/site";
import { flag, idParam, pageQuery, pagination, searchQuery, time, withoutAbsent } from "./shapes";

/** A site on the wire. */
export function siteJson(site: ShownSite) {
  return {
    id: Number(site.id),
    name: site.name,
    slug: site.slug,
    home_uri: site.homeUri,
    success_uri: site.successUri,
    cancel_uri: site.cancelUri,
    failed_uri: site.failedUri,
    allowed_origins: site.allowedOrigins,
    settings: {
      sign_ups: site.signUps,
      email_verification: site.emailVerification,
      callback_token_minutes: site.callbackTokenMinutes,
    },
    client_id: site.clientId,
    client_secret: site.clientSecret,
    created_at: time(site.createdAt),
    updated_at: time(site.updatedAt),
    deleted_at: site.deletedAt && time(site.deletedAt),
  };
}

export const sitesJson = (page: Paged<ShownSite>) => ({ sites: page.rows.map(siteJson), pagination: pagination(page) });

export const sitesQuery = z.object({ search: searchQuery, slug: searchQuery, deleted: flag.optional(), ...pageQuery(100) });

/** A site in a path: its id, or its slug. */
export const siteParams = z.object({
  id: z.string().transform((text) => (/^[1-9]\d*$/.test(text) ? { id: idParam.parse(text), slug: text } : { slug: text })),
});

/** Keys that we send and nobody sets; they may be sent back, and are left out. */
const readOnly = {
  id: z.unknown(),
  client_id: z.unknown(),
  client_secret: z.unknown(),
  created_at: z.unknown(),
  updated_at: z.unknown(),
  deleted_at: z.unknown(),
};

const writable = z
  .strictObject({
    ...readOnly,
    name: z.unknown(),
    slug: z.unknown(),
    home_uri: z.unknown(),
    success_uri: z.unknown(),
    cancel_uri: z.unknown(),
    failed_uri: z.unknown(),
    allowed_origins: z.unknown(),
    settings: z
      .strictObject({ sign_ups: z.unknown(), email_verification: z.unknown(), callback_token_minutes: z.unknown() }, "must be an object")
      .partial()
      .optional(),
  })
  .partial();

/** The body of a create or a change, as the use-cases' own names. Absent stays absent. */
export const siteBody = z.strictObject({ site: writable }).transform(({ site: { settings = {}, ...site } }) =>
  withoutAbsent({
    name: site.name,
    slug: site.slug,
    homeUri: site.home_uri,
    successUri: site.success_uri,
    cancelUri: site.cancel_uri,
    failedUri: site.failed_uri,
    allowedOrigins: site.allowed_origins,
    signUps: settings.sign_ups,
    emailVerification: settings.email_verification,
    callbackTokenMinutes: settings.callback_token_minutes,
  }),
);
