import { z } from "zod";
import { attackProtection, PROTECTION_SETTINGS, protectionField } from "@/lib/core/attack-protection/settings";
import { endpointParts } from "@/lib/core/endpoints/endpoint-field";
import { MAIL_SETTINGS, mailField, mailSettings } from "@/lib/core/mail-settings/mail-settings";
import type { Listed } from "@/lib/core/page";
import { SIGN_IN_SETTINGS, signInField, signInSettings } from "@/lib/core/sign-in/methods/settings";
import type { ShownSite } from "@/lib/core/sites/site";
import { siteFields } from "@/lib/core/sites/site-fields";
import { slugField } from "@/lib/core/sites/slug";
import { DIALECT_SETTINGS, dialectsField, everySetting } from "@/lib/dialects/settings";
import { FAILING_FROM, MAIL_FAILURES } from "@/lib/kernel/mail-failures";
import { brandingBody, brandingJson, brandingShape } from "./branding";
import {
  flag,
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
  timeShape,
  withoutAbsent,
} from "./shapes";

const uriShape = z.string().nullable();

const endpointShape = z
  .strictObject({
    url: z.string().meta({ examples: ["https://users.example/sign-up"] }),
    has_key: z.boolean().meta({ description: "Whether a key is kept. It is never given back.", examples: [true] }),
  })
  .nullable();

const suspensionShape = z
  .strictObject({
    since: timeShape,
    by: z.enum(["customer", "installation"]).meta({ description: "Who alone can end it." }),
    reason: z.string().nullable().meta({ description: "What whoever runs the installation says about it." }),
  })
  .nullable()
  .meta({ description: "Set while the site is suspended: nobody can sign in.", examples: [null] });

const failingMailsShape = z
  .strictObject({
    reason: z
      .enum(MAIL_FAILURES)
      .meta({ description: "Why the last of them failed. What is `refused` is given up, all else is tried again." }),
    tries: z.int().meta({
      description: "How many tries failed in a row; several may be of one mail. Those within ten seconds count as one from the sixth on.",
      examples: [12],
    }),
    since: timeShape,
    last_at: timeShape,
  })
  .nullable()
  .meta({
    description: `Set while mails to its users keep failing: ${FAILING_FROM} tries in a row and more, and no mail went out since.`,
    examples: [null],
  });

/** A site on the wire. */
export const siteShape = z
  .strictObject({
    id: idShape.meta({ examples: [17] }),
    name: z.string().meta({ examples: ["My App"] }),
    slug: z.string().meta({ description: "The site’s name in addresses; it never changes.", examples: ["my-app"] }),
    home_uri: uriShape.meta({ examples: ["https://app.example"] }),
    success_uri: uriShape.meta({ description: "Your callback.", examples: ["https://app.example/auth/callback"] }),
    cancel_uri: uriShape.meta({ examples: ["https://app.example"] }),
    failed_uri: uriShape.meta({ examples: ["https://app.example/sign-in-failed"] }),
    allowed_origins: z.array(z.string()).meta({ examples: [["https://shop.example"]] }),
    settings: z.strictObject({
      sign_ups: siteFields.signUps.meta({ examples: [true] }),
      email_verification: siteFields.emailVerification.meta({ examples: ["optional"] }),
      callback_token_minutes: siteFields.callbackTokenMinutes.meta({ examples: [2] }),
    }),
    dialects: z
      .strictObject(DIALECT_SETTINGS)
      .meta({ description: "What is set for each of the dialects that the site speaks.", examples: [everySetting({})] }),
    branding: brandingShape,
    sign_in: z
      .strictObject(SIGN_IN_SETTINGS)
      .meta({ description: "What is set about signing in on the hosted pages and in the modal.", examples: [signInSettings({})] }),
    mail: z.strictObject(MAIL_SETTINGS).meta({ description: "What is set about the mails to its users.", examples: [mailSettings({})] }),
    attack_protection: z
      .strictObject(PROTECTION_SETTINGS)
      .meta({ description: "What is set against attacks. A limit that is null is the installation’s.", examples: [attackProtection({})] }),
    signup_endpoint: endpointShape.meta({ description: "Your own user system, which takes each new user first.", examples: [null] }),
    sign_in_endpoint: endpointShape.meta({
      description: "The system you had before, which is asked about somebody who is unknown here.",
      examples: [null],
    }),
    client_id: z.string().meta({ examples: ["pid_Vq3kD0yZ8mXw"] }),
    client_secret: z
      .string()
      .nullable()
      .meta({ description: "null for a token without the scope secrets:read.", examples: ["pst_…"] }),
    suspension: suspensionShape,
    failing_mails: failingMailsShape,
    created_at: timeShape,
    updated_at: timeShape,
    deleted_at: timeShape.nullable().meta({ description: "Since when it is gone for everybody else.", examples: [null] }),
  })
  .meta({ id: "Site" });

export const siteAnswer = z.strictObject({ site: siteShape });

export const fasteditorKeyAnswer = z.strictObject({
  api_key: z.string().meta({ description: "Shown once.", examples: ["fek_…"] }),
});

export const sitesAnswer = z.strictObject({ sites: z.array(siteShape), pagination: paginationShape });

export function siteJson(site: ShownSite): z.output<typeof siteShape> {
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
    dialects: site.dialects,
    branding: brandingJson(site),
    sign_in: site.signIn,
    mail: site.mail,
    attack_protection: site.attackProtection,
    signup_endpoint: endpointJson(site.signupEndpoint),
    sign_in_endpoint: endpointJson(site.signInEndpoint),
    client_id: site.clientId,
    client_secret: site.clientSecret,
    suspension: site.suspension && { ...site.suspension, since: time(site.suspension.since) },
    failing_mails: failingMailsJson(site.failingMails),
    created_at: time(site.createdAt),
    updated_at: time(site.updatedAt),
    deleted_at: site.deletedAt && time(site.deletedAt),
  };
}

const endpointJson = (endpoint: ShownSite["signupEndpoint"]) => endpoint && { url: endpoint.url, has_key: endpoint.hasKey };

const failingMailsJson = (failing: ShownSite["failingMails"]) =>
  failing && { reason: failing.reason, tries: failing.tries, since: time(failing.since), last_at: time(failing.lastAt) };

export const sitesJson = (page: Listed<ShownSite>) => ({ sites: page.rows.map(siteJson), pagination: pagination(page) });

export const sitesQuery = z.object({
  search: searchQuery.meta({ description: "A part of the name, literally; case does not matter." }),
  slug: searchQuery.meta({ description: "The site with exactly this slug." }),
  deleted: flag.optional().meta({ description: "The deleted ones that can still be brought back, instead of the others." }),
  sort: sortQuery(),
  ...partQuery(100),
});

const DIGITS = /^[1-9]\d*$/;

/** A site in a path, to be read: its id, or its slug, which may be all digits as well. */
export const readSiteParams = z.object({
  id: z
    .string()
    .transform((text) => (DIGITS.test(text) ? { id: idParam.parse(text), slug: text } : { slug: text }))
    .meta({ description: "The site’s id, or its slug.", examples: ["my-app"] }),
});

/**
 * A site in a path, to be changed: its id, or its slug.
 *
 * SECURITY: digits are an id. The second of two deletions of one id does not find another site, whose slug is that number.
 */
export const siteParams = z.object({
  id: z
    .string()
    .transform((text) => (DIGITS.test(text) ? { id: idParam.parse(text) } : { slug: text }))
    .meta({ description: "The site’s id, or its slug; digits are an id.", examples: ["my-app"] }),
});

const readOnly = {
  id: sentBack,
  client_id: sentBack,
  client_secret: sentBack,
  suspension: sentBack,
  failing_mails: sentBack,
  created_at: sentBack,
  updated_at: sentBack,
  deleted_at: sentBack,
};

const endpoint = z
  .strictObject(
    {
      url: judged(endpointParts.url, { description: "https, a public host name, port 443 or one from 1024 up." }),
      api_key: judged(endpointParts.apiKey, {
        description: "Sent as the header X-Api-Key. Left out: the one kept for this address stays.",
      }),
      has_key: sentBack,
    },
    "must be an object",
  )
  .partial()
  .transform(({ url, api_key }) => ({ url, apiKey: api_key }))
  .nullish();

const writable = z
  .strictObject({
    name: judged(siteFields.name),
    slug: judged(slugField, { description: "Chosen once; without it, one is made from the name." }),
    home_uri: judged(siteFields.homeUri, { description: "Where your application begins." }),
    success_uri: judged(siteFields.successUri, { description: "Your callback: it receives the token." }),
    cancel_uri: judged(siteFields.cancelUri, { description: "Where “Cancel” leads." }),
    failed_uri: judged(siteFields.failedUri, { description: "Where those go who cannot sign in." }),
    allowed_origins: judged(siteFields.allowedOrigins, { description: "Pages that may open the modal." }),
    settings: z
      .strictObject(
        {
          sign_ups: judged(siteFields.signUps, { description: "Whether visitors may create accounts." }),
          email_verification: judged(siteFields.emailVerification, { description: "Whether an address has to be proved." }),
          callback_token_minutes: judged(siteFields.callbackTokenMinutes, { description: "How long a callback token lives." }),
        },
        "must be an object",
      )
      .partial()
      .optional(),
    dialects: dialectsField.optional().meta({ description: "Changes what you name; the rest of each dialect stays." }),
    branding: brandingBody.optional(),
    sign_in: signInField.optional().meta({ description: "Changes what you name; the rest stays. One way has to stay on." }),
    mail: mailField.optional().meta({ description: "Changes what you name; the rest stays." }),
    attack_protection: protectionField.optional().meta({ description: "Changes what you name; the rest stays." }),
    signup_endpoint: endpoint,
    sign_in_endpoint: endpoint,
    ...readOnly,
  })
  .partial();

/** The site of a body in the use-cases' own names. Absent stays absent. */
const given = ({ site: { settings = {}, ...site } }: { site: z.output<typeof writable> }) =>
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
    dialects: site.dialects,
    branding: site.branding,
    signIn: site.sign_in,
    mail: site.mail,
    attackProtection: site.attack_protection,
    signupEndpoint: site.signup_endpoint,
    signInEndpoint: site.sign_in_endpoint,
  });

export const newSiteBody = z
  .strictObject({ site: writable.meta({ required: ["name"] }) })
  .meta({ examples: [{ site: { name: "My App", success_uri: "https://app.example/auth/callback" } }] })
  .transform(given);

export const siteBody = z
  .strictObject({ site: writable })
  .meta({ examples: [{ site: { settings: { email_verification: "required" } } }] })
  .transform(given);
