import { getWebhookDelivery } from "@/lib/core/webhooks/get-webhook-delivery";
import { json, restRoute } from "@/lib/http/rest-route";
import { deliveryParams, wholeDeliveryAnswer, wholeDeliveryJson } from "@/lib/rest/webhook-delivery";

export const GET = restRoute({
  operation: "getWebhookDelivery",
  summary: "Get a webhook delivery",
  description: "What is sent, and what came of each attempt.",
  credential: "api_token",
  scope: "webhooks:read",
  params: deliveryParams,
  responses: { 200: wholeDeliveryAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    return json({ webhook_delivery: wholeDeliveryJson(await getWebhookDelivery(account, params.id)) });
  },
});
