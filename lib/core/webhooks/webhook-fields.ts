import { z } from "zod";
import { fields, line } from "@/lib/kernel/fields";
import { outgoingUrlProblem } from "@/lib/outgoing/outgoing-url";
import { EVERY_TYPE, isWebhookType } from "./webhook-types";

const url = fields.uri
  .transform((text, context): string => {
    const problem = text === null ? "can't be blank" : outgoingUrlProblem(text);
    if (text !== null && problem === null) return text;
    context.addIssue({ code: "custom", message: problem ?? "is invalid" });
    return z.NEVER;
  })
  .meta({ type: "string", format: "uri", maxLength: 2_048, examples: ["https://app.example/webhooks"] });

const eventTypes = z
  .array(z.string("must be a text").refine(isWebhookType, "must be types of events that are offered"), "must be a list")
  .min(1, "must name at least one")
  .max(100, "is too long")
  .transform((types) => (types.includes(EVERY_TYPE) ? [EVERY_TYPE] : [...new Set(types)]));

const description = z
  .preprocess((text) => text || null, line(200).trim().nullable())
  .meta({ type: ["string", "null"], maxLength: 200, examples: ["Billing"] });

/** What a customer may set on an endpoint. The rules of each field, for every wire. */
export const webhookFields = {
  url,
  eventTypes: eventTypes.meta({ examples: [["site_user.created", "site_user.deleted"]] }),
  description,
  enabled: z.boolean("must be true or false"),
};

/** Those fields as a wire brings them: checked by the use-case. */
export type WebhookInput = { readonly [Field in keyof typeof webhookFields]?: unknown };
