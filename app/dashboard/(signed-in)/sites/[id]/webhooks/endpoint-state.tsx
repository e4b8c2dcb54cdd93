import type { WebhookEndpoint } from "@/lib/core/webhooks/webhook-endpoint";
import { Badge } from "@/lib/ui/card";

/** What can be said of an endpoint in a word. */
export function EndpointState({ enabled, disabledReason, failingSince }: WebhookEndpoint) {
  if (disabledReason === "gone") return <Badge tone="bad">Off: it answered 410</Badge>;
  if (disabledReason === "failing") return <Badge tone="bad">Off: nothing arrived for five days</Badge>;
  if (!enabled) return <Badge>Off</Badge>;
  return failingSince ? <Badge tone="bad">Failing</Badge> : <Badge tone="good">On</Badge>;
}
