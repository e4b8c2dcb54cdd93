import Link from "next/link";
import type { WebhookDelivery } from "@/lib/core/webhooks/webhook-delivery";
import { TimeAgo } from "@/lib/ui/time-ago";
import { ActButton } from "../../act-button";
import { replayOne } from "../actions";
import { DeliveryState } from "./delivery-state";

/** What the button says that sends a delivery once more. */
export const againOf = ({ state }: Pick<WebhookDelivery, "state">) => (state === "pending" ? "Try now" : "Send again");

/** Deliveries, each a line with what has become of it. */
export function DeliveryList({ siteId, deliveries }: { siteId: string; deliveries: readonly WebhookDelivery[] }) {
  if (deliveries.length === 0) return <p className="py-6 text-center text-soft">Nothing here.</p>;
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
      {deliveries.map((delivery) => (
        <li key={String(delivery.id)} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
          <div className="min-w-0 flex-1 basis-56">
            <Link
              href={`/dashboard/sites/${siteId}/webhooks/${delivery.endpointId}/${delivery.id}`}
              className="font-mono text-sm break-all underline-offset-4 hover:underline"
            >
              {delivery.eventType}
            </Link>
            <p className="text-sm text-soft">
              <TimeAgo iso={delivery.createdAt.toISOString()} />
            </p>
          </div>
          <DeliveryState {...delivery} />
          <div className="max-sm:-ml-3.5">
            <ActButton
              act={replayOne.bind(null, siteId, String(delivery.id))}
              said="It is sent again"
              look="quiet"
              label={`${againOf(delivery)}: ${delivery.eventType}`}
            >
              {againOf(delivery)}
            </ActButton>
          </div>
        </li>
      ))}
    </ul>
  );
}
