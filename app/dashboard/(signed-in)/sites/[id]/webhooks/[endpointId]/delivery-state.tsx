import type { Attempt, WebhookDelivery } from "@/lib/core/webhooks/webhook-delivery";
import { Badge } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";

const PROBLEMS: Readonly<Record<NonNullable<Attempt["problem"]>, string>> = {
  address_refused: "not a public address",
  unknown_host: "no such host",
  unreachable: "could not be reached",
  too_slow: "no answer in time",
  redirected: "redirected, which is not followed",
  encoded: "an encoding that we do not read",
  broken: "broke off, or no valid certificate",
  internal: "a fault on our side",
};

/** What came of an attempt, in a few words. */
export const cameOf = ({ status, problem }: Attempt): string => [status, problem && PROBLEMS[problem]].filter(Boolean).join(", ");

const isSoon = (at: Date) => at.getTime() - Date.now() < 60_000;

/** What has become of a delivery. */
export function DeliveryState({ state, attempts, nextAttemptAt }: WebhookDelivery) {
  const last = attempts.at(-1);
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm text-soft">
      <Badge tone={state === "delivered" ? "good" : state === "failed" ? "bad" : "plain"}>
        {state === "delivered" ? "Delivered" : state === "failed" ? "Failed" : "Waiting"}
      </Badge>
      {last && <span>{cameOf(last)}</span>}
      {state === "pending" && last && nextAttemptAt && (
        <span>next try {isSoon(nextAttemptAt) ? "in a moment" : <TimeAgo iso={nextAttemptAt.toISOString()} />}</span>
      )}
    </p>
  );
}
