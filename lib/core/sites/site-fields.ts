import { z } from "zod";
import { dialectsField } from "@/lib/dialects/settings";
import { fields } from "@/lib/kernel/fields";
import { protectionField } from "../attack-protection/settings";
import { brandingField } from "../branding/branding";
import { endpointColumns } from "../endpoints/endpoint";
import { endpointField } from "../endpoints/endpoint-field";
import { mailField } from "../mail-settings/mail-settings";
import { failingMailsColumns } from "../mails/failing-mails";
import { signInField } from "../sign-in/methods/settings";
import { suspensionColumns } from "./suspension";

/** What a customer may set on a site at any time. The rules of each field, for every wire. */
export const siteFields = {
  name: fields.siteName,
  homeUri: fields.uri,
  successUri: fields.uri,
  cancelUri: fields.uri,
  failedUri: fields.uri,
  allowedOrigins: fields.origins,
  signUps: z.boolean("must be true or false"),
  emailVerification: z.enum(["off", "optional", "required"], "must be off, optional or required"),
  callbackTokenMinutes: z.int("must be a whole number").min(1, "must be 1 to 10").max(10, "must be 1 to 10"),
  dialects: dialectsField,
  branding: brandingField,
  signIn: signInField,
  mail: mailField,
  attackProtection: protectionField,
  signupEndpoint: endpointField,
  signInEndpoint: endpointField,
};

/** Those fields as a wire brings them: checked by the use-case. */
export type SiteInput = { readonly [Field in keyof typeof siteFields | "slug"]?: unknown };

/** A site as its customer sees it, but for the client secret. */
export const siteColumns = {
  id: true,
  name: true,
  slug: true,
  homeUri: true,
  successUri: true,
  cancelUri: true,
  failedUri: true,
  allowedOrigins: true,
  signUps: true,
  emailVerification: true,
  callbackTokenMinutes: true,
  dialects: true,
  branding: true,
  signIn: true,
  mail: true,
  attackProtection: true,
  clientId: true,
  clientSecretSealed: true,
  ...endpointColumns,
  ...suspensionColumns,
  ...failingMailsColumns,
  createdAt: true,
  updatedAt: true,
  deletedAt: true,
} as const;
