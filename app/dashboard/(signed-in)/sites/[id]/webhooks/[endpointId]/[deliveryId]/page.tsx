import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getWebhookDelivery } from "@/lib/core/webhooks/get-webhook-delivery";
import { webhookId } from "@/lib/core/webhooks/webhook-delivery";
import { Card, PageHeader } from "@/lib/ui/card";
import { CodeBlock } from "@/lib/ui/prose";
import { TimeAgo } from "@/lib/ui/time-ago";
import { idOf, orNotFound } from "../../../../../../session";
import { ActButton } from "../../../act-button";
import { replayOne } from "../../actions";
import { currentEndpoint } from "../current-endpoint";
import { againOf } from "../delivery-list";
import { cameOf, DeliveryState } from "../delivery-state";

export const metadata: Metadata = { title: "Webhook delivery" };

/** One delivery: what is sent, and what came of each attempt. */
export default async function DeliveryPage({ params }: { params: Promise<{ id: string; endpointId: string; deliveryId: string }> }) {
  const { id, endpointId, deliveryId } = await params;
  const { site, endpoint } = await currentEndpoint({ id, endpointId });
  const delivery = await orNotFound(getWebhookDelivery(site, idOf(deliveryId)));
  if (delivery.endpointId !== endpoint.id) notFound();
  return (
    <>
      <PageHeader
        title={<span className="break-all">{delivery.eventType}</span>}
        text={
          <>
            <code className="font-mono text-sm break-all">{webhookId(delivery.eventId)}</code> to{" "}
            <Link href={`/dashboard/sites/${id}/webhooks/${endpointId}`} className="break-all underline underline-offset-4 hover:text-ink">
              {endpoint.url}
            </Link>
          </>
        }
        action={
          <ActButton act={replayOne.bind(null, id, deliveryId)} said="It is sent again">
            {againOf(delivery)}
          </ActButton>
        }
      />
      <div className="grid gap-6">
        <DeliveryState {...delivery} />
        <CodeBlock what="Body, as it is sent" text={delivery.body} />
        <Card title="Attempts">
          {delivery.attempts.length === 0 && <p className="text-sm text-soft">None yet.</p>}
          <ol className="grid gap-5">
            {delivery.attempts.map((attempt) => (
              <li key={attempt.at} className="grid gap-2">
                <p className="flex flex-wrap gap-x-3 text-sm">
                  <span className="font-medium">{cameOf(attempt)}</span>
                  <span className="text-soft">
                    <TimeAgo iso={attempt.at} /> · {attempt.durationMs} ms
                  </span>
                </p>
                {attempt.answer && <CodeBlock what="Answer" text={attempt.answer} />}
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </>
  );
}
