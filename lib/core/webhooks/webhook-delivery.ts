import { z } from "zod";
import type { FailureReason } from "@/lib/outgoing/dial";

/** Why an attempt failed where no answer says it: what the dialer says, or `internal`, which is on our side. */
export const PROBLEMS = [
  "address_refused",
  "unknown_host",
  "unreachable",
  "too_slow",
  "redirected",
  "encoded",
  "broken",
  "internal",
] as const satisfies (FailureReason | "internal")[];

/** What came of one attempt. `answer` is the beginning of what was answered, and a stranger's word. */
export type Attempt = {
  readonly at: string;
  readonly durationMs: number;
  readonly status: number | null;
  readonly problem: (typeof PROBLEMS)[number] | null;
  readonly answer: string | null;
};

const attempts = z.array(
  z.object({
    at: z.string(),
    durationMs: z.int(),
    status: z.int().nullable(),
    problem: z.enum(PROBLEMS).nullable().catch("internal"),
    answer: z.string().nullable(),
  }),
);

/** The attempts of a delivery as it keeps them, the first one first. */
export const attemptsOf = (kept: unknown): Attempt[] => attempts.parse(kept);

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;

/** One event on its way to one endpoint. */
export type WebhookDelivery = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly endpointId: bigint;
  readonly eventId: bigint;
  readonly eventType: string;
  readonly state: (typeof DELIVERY_STATES)[number];
  readonly attempts: readonly Attempt[];
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

/** The same with what is sent. */
export type WholeDelivery = WebhookDelivery & { readonly body: string };

/** What a receiver knows an event by: the same at every attempt, and at every endpoint. */
export const webhookId = (eventId: bigint) => `evt_${eventId}`;
