import { requireSite } from "@/lib/core/sites/require-site";
import { listWebhookDeliveries } from "@/lib/core/webhooks/list-webhook-deliveries";
import { json, restRoute } from "@/lib/http/rest-route";
import { askedPart, linkHeader } from "@/lib/rest/shapes";
import { deliveriesAnswer, deliveriesJson, deliveriesQuery } from "@/lib/rest/webhook-delivery";

export const GET = restRoute({
  operation: "listWebhookDeliveries",
  summary: "List webhook deliveries",
  description: "What was sent to a site’s endpoints, and what waits to be, newest first. What is finished is kept for thirty days.",
  credential: "api_token",
  scope: "webhooks:read",
  query: deliveriesQuery,
  responses: { 200: deliveriesAnswer },
  refusals: [400, 404],
  async handle({ account, query: { site_id, webhook_endpoint_id, state, event_type, ...part }, request }) {
    const filter = { endpointId: webhook_endpoint_id, state, eventType: event_type };
    const deliveries = await listWebhookDeliveries(await requireSite(account, site_id), filter, askedPart(part));
    return json(deliveriesJson(deliveries), 200, linkHeader(request.url, deliveries));
  },
});
