import { z } from "zod";
import type { Listed } from "@/lib/core/page";
import { MOST_REPLAYED } from "@/lib/core/webhooks/replay-failed";
import { DELIVERY_STATES, PROBLEMS, type WebhookDelivery, type WholeDelivery, webhookId } from "@/lib/core/webhooks/webhook-delivery";
import { idParam, idShape, pagination, paginationShape, partQuery, time, timeShape } from "./shapes";

const deliveryFields = {
  id: idShape.meta({ examples: [9120] }),
  site_id: idShape.meta({ examples: [17] }),
  webhook_endpoint_id: idShape.meta({ examples: [61] }),
  webhook_id: z.string().meta({ description: "What its receiver knows it by: the same at every attempt.", examples: ["evt_70211"] }),
  event_type: z.string().meta({ examples: ["site_user.created"] }),
  state: z.enum(DELIVERY_STATES).meta({ examples: ["delivered"] }),
  attempt_count: z
    .int()
    .nonnegative()
    .meta({ examples: [1] }),
  last_status: z
    .int()
    .nullable()
    .meta({ description: "What was answered last.", examples: [200] }),
  next_attempt_at: timeShape.nullable().meta({ description: "When it is tried again, at the earliest.", examples: [null] }),
  created_at: timeShape,
  finished_at: timeShape.nullable(),
};

/** One event on its way to one endpoint, as lists have it. */
const deliveryShape = z.strictObject(deliveryFields).meta({ id: "WebhookDelivery" });

const attemptShape = z
  .strictObject({
    at: timeShape,
    duration_ms: z
      .int()
      .nonnegative()
      .meta({ examples: [84] }),
    status: z
      .int()
      .nullable()
      .meta({ examples: [200] }),
    problem: z
      .enum(PROBLEMS)
      .nullable()
      .meta({ description: "Why it failed, where no status says it.", examples: [null] }),
    answer: z
      .string()
      .nullable()
      .meta({ description: "The first 4 kB of what was answered.", examples: ["ok"] }),
  })
  .meta({ id: "WebhookAttempt" });

const wholeDeliveryShape = z
  .strictObject({
    ...deliveryFields,
    body: z.string().meta({
      description: "What is sent, byte for byte.",
      examples: [
        '{"type":"site_user.deleted","timestamp":"2026-01-31T12:00:00Z","data":{"site_id":17,"site_user":{"id":4821,"site_id":17}}}',
      ],
    }),
    attempts: z.array(attemptShape).meta({ description: "The last twenty, the newest at the end." }),
  })
  .meta({ id: "WholeWebhookDelivery" });

export const deliveriesAnswer = z.strictObject({ webhook_deliveries: z.array(deliveryShape), pagination: paginationShape });

export const wholeDeliveryAnswer = z.strictObject({ webhook_delivery: wholeDeliveryShape });

/** SECURITY: without its body. What answers a POST is kept for whoever repeats it, and would outlive the user it tells of. */
export const deliveryAnswer = z.strictObject({ webhook_delivery: deliveryShape });

export function deliveryJson(delivery: WebhookDelivery): z.output<typeof deliveryShape> {
  return {
    id: Number(delivery.id),
    site_id: Number(delivery.siteId),
    webhook_endpoint_id: Number(delivery.endpointId),
    webhook_id: webhookId(delivery.eventId),
    event_type: delivery.eventType,
    state: delivery.state,
    attempt_count: delivery.attempts.length,
    last_status: delivery.attempts.at(-1)?.status ?? null,
    next_attempt_at: delivery.nextAttemptAt && time(delivery.nextAttemptAt),
    created_at: time(delivery.createdAt),
    finished_at: delivery.finishedAt && time(delivery.finishedAt),
  };
}

export const deliveriesJson = (page: Listed<WebhookDelivery>) => ({
  webhook_deliveries: page.rows.map(deliveryJson),
  pagination: pagination(page),
});

export const wholeDeliveryJson = (delivery: WholeDelivery): z.output<typeof wholeDeliveryShape> => ({
  ...deliveryJson(delivery),
  body: delivery.body,
  attempts: delivery.attempts.map(({ at, durationMs, ...attempt }) => ({ at: time(new Date(at)), duration_ms: durationMs, ...attempt })),
});

export const deliveryParams = z.object({ id: idParam.meta({ description: "The delivery’s id.", examples: ["9120"] }) });

export const deliveriesQuery = z.object({
  site_id: z.string("can't be blank").pipe(idParam).meta({ type: "integer", minimum: 1, description: "Whose deliveries." }),
  webhook_endpoint_id: idParam.optional().meta({ description: "Only those to this endpoint." }),
  state: z.enum(DELIVERY_STATES, "must be pending, delivered or failed").optional().meta({ description: "Only those in this state." }),
  event_type: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]+$/, "must be a type of event")
    .max(100, "is too long")
    .optional()
    .meta({ description: "Only events of this type." }),
  ...partQuery(25),
});

/** From when on what has failed is sent again. */
export const replayFailedBody = z.strictObject({
  since: z.iso
    .datetime({ offset: true, error: "must be a time like 2024-01-01T00:00:00Z" })
    .transform((text) => new Date(text))
    .meta({ description: "Whatever happened before stays as it is.", examples: ["2026-01-31T00:00:00Z"] }),
});

export const replayedAnswer = z.strictObject({
  replayed: z
    .int()
    .nonnegative()
    .max(MOST_REPLAYED)
    .meta({ description: `How many are sent again. Where it is ${MOST_REPLAYED}, there may be more: ask again.`, examples: [12] }),
});
