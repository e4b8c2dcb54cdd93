import { z } from "zod";
import { OVERLAP_HOURS } from "@/lib/core/webhooks/rotate-webhook-secret";
import type { EndpointWithSecret, WebhookEndpoint } from "@/lib/core/webhooks/webhook-endpoint";
import { webhookFields } from "@/lib/core/webhooks/webhook-fields";
import { idParam, idShape, judged, sentBack, time, timeShape, withoutAbsent } from "./shapes";
import { siteId } from "./site-user";

/** Where a site's backend is told what happens, on the wire. */
export const webhookEndpointShape = z
  .strictObject({
    id: idShape.meta({ examples: [61] }),
    site_id: idShape.meta({ examples: [17] }),
    url: z.string().meta({ examples: ["https://app.example/webhooks"] }),
    event_types: z.array(z.string()).meta({ description: "What it is told of; `*` is everything.", examples: [["site_user.created"]] }),
    description: z
      .string()
      .nullable()
      .meta({ examples: ["Billing"] }),
    enabled: z.boolean().meta({ examples: [true] }),
    disabled_reason: z
      .enum(["gone", "failing"])
      .nullable()
      .meta({
        description: "Why it was turned off by itself: it answered 410, or nothing arrived there for five days.",
        examples: [null],
      }),
    failing_since: timeShape.nullable().meta({ description: "Since when nothing has arrived there.", examples: [null] }),
    secret: z
      .string()
      .nullable()
      .meta({
        description: "What signs all that is sent there. Told when it is new, and to a token with the scope secrets:read.",
        examples: ["whsec_…"],
      }),
    previous_secret_until: timeShape.nullable().meta({
      description: "Until when the secret before the last rotation signs beside it.",
      examples: [null],
    }),
    created_at: timeShape,
    updated_at: timeShape,
  })
  .meta({ id: "WebhookEndpoint" });

export const webhookEndpointAnswer = z.strictObject({ webhook_endpoint: webhookEndpointShape });

export const webhookEndpointsAnswer = z.strictObject({ webhook_endpoints: z.array(webhookEndpointShape) });

/** @param endpoint without a `secret`, none is told */
export function webhookEndpointJson(endpoint: WebhookEndpoint & Partial<EndpointWithSecret>): z.output<typeof webhookEndpointShape> {
  return {
    id: Number(endpoint.id),
    site_id: Number(endpoint.siteId),
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    description: endpoint.description,
    enabled: endpoint.enabled,
    disabled_reason: endpoint.disabledReason,
    failing_since: endpoint.failingSince && time(endpoint.failingSince),
    secret: endpoint.secret ?? null,
    previous_secret_until: endpoint.previousSecretUntil && time(endpoint.previousSecretUntil),
    created_at: time(endpoint.createdAt),
    updated_at: time(endpoint.updatedAt),
  };
}

export const webhookEndpointsQuery = z.object({
  site_id: z.string("can't be blank").pipe(idParam).meta({ type: "integer", minimum: 1, description: "Whose endpoints." }),
});

export const webhookEndpointParams = z.object({ id: idParam.meta({ description: "The endpoint’s id.", examples: ["61"] }) });

const writable = z
  .strictObject({
    url: judged(webhookFields.url, { description: "https, a public host name, port 443 or one from 1024 up." }),
    event_types: judged(webhookFields.eventTypes, { description: "What it is told of; without them, everything." }),
    description: judged(webhookFields.description, { description: "For your own eyes." }),
    enabled: judged(webhookFields.enabled, { description: "Whether anything is sent there. What happens while it is off is never sent." }),
    id: sentBack,
    site_id: sentBack,
    disabled_reason: sentBack,
    failing_since: sentBack,
    secret: sentBack,
    previous_secret_until: sentBack,
    created_at: sentBack,
    updated_at: sentBack,
  })
  .partial();

/** The endpoint of a body in the use-cases' own names. Absent stays absent. */
const given = ({ url, event_types, description, enabled }: z.output<typeof writable>) =>
  withoutAbsent({ url, eventTypes: event_types, description, enabled });

export const newWebhookEndpointBody = z
  .strictObject({
    site_id: siteId.meta({ description: "The site whose events are sent there." }),
    webhook_endpoint: writable.meta({ required: ["url"] }).transform(given),
  })
  .meta({ examples: [{ site_id: 17, webhook_endpoint: { url: "https://app.example/webhooks", event_types: ["site_user.created"] } }] });

export const webhookEndpointBody = z
  .strictObject({ webhook_endpoint: writable.transform(given) })
  .meta({ examples: [{ webhook_endpoint: { enabled: true } }] });

const hours = "must be 0 to 168";

/** What a rotation of the secret is asked for with. */
export const rotateSecretBody = z.strictObject({
  overlap_hours: z
    .int("must be a whole number")
    .min(0, hours)
    .max(168, hours)
    .default(OVERLAP_HOURS)
    .meta({ description: "For how many hours the secret before signs beside the new one.", examples: [OVERLAP_HOURS] }),
});
