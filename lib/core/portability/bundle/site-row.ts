import { z } from "zod";
import { signInField } from "@/lib/core/sign-in/methods/settings";
import { dialectsField } from "@/lib/dialects/settings";
import { protectionField } from "../../attack-protection/settings";
import { brandingTokens } from "../../branding/branding";
import { mailField } from "../../mail-settings/mail-settings";
import { bundleId, moment } from "./part";

const logo = z.base64().nullable().default(null);

/** The settings of a site, as the one line of `site.json`. */
export const siteRow = z.strictObject({
  id: bundleId.describe("Its id in the installation it comes from"),
  name: z.string().describe("Its name"),
  slug: z.string().describe("Its place in the addresses of the hosted pages"),
  home_uri: z.string().nullable().describe("The site itself"),
  success_uri: z.string().nullable().describe("Where a sign-in leads to"),
  cancel_uri: z.string().nullable().describe("Where a sign-in that was given up leads to"),
  failed_uri: z.string().nullable().describe("Where a sign-in that failed leads to"),
  allowed_origins: z.array(z.string()).describe("Origins whose pages may embed the sign-in"),
  sign_ups: z.boolean().describe("Whether strangers may sign up"),
  email_verification: z.enum(["off", "optional", "required"]).describe("Whether addresses are to be proved"),
  callback_token_minutes: z.int().describe("How long a callback token lives"),
  dialects: dialectsField.default({}).describe("What is set for each dialect; what is not said is as usual"),
  branding: brandingTokens.default({}).describe("How its pages look; what is not said is as usual"),
  logo: logo.describe("Its logo, a PNG or WebP in base64"),
  dark_logo: logo.describe("The one for dark ground, likewise"),
  sign_in: signInField.default({}).describe("What is set about signing in on the hosted pages; what is not said is as usual"),
  mail: mailField.default({}).describe("What is set about the mails to its users; what is not said is as usual"),
  attack_protection: protectionField.default({}).describe("What is set against attacks; what is not said is as usual"),
  mail_texts: z
    .array(z.strictObject({ kind: z.string(), language: z.string(), texts: z.record(z.string(), z.string()) }))
    .max(1_000)
    .default([])
    .describe("Its own words in its mails: which mail, in which language, and what it says"),
  signup_endpoint_url: z.string().nullable().describe("The customer's system that is told of each sign-up"),
  sign_in_endpoint_url: z.string().nullable().describe("The customer's earlier system that is asked for unknown addresses"),
  client_id: z.string().describe("What its backend names itself by"),
  created_at: moment.describe("When it was made"),
  updated_at: moment.describe("When its settings were last changed"),
  client_secret: z.string().optional().describe("What its backend proves itself by"),
  signup_endpoint_key: z.string().nullable().optional().describe("What is sent to the sign-up endpoint as X-Api-Key"),
  sign_in_endpoint_key: z.string().nullable().optional().describe("What is sent to the sign-in endpoint as X-Api-Key"),
});

export type SiteRow = z.output<typeof siteRow>;
