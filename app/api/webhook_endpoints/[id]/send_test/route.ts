import { getWebhookDelivery } from "@/lib/core/webhooks/get-webhook-delivery";
import { requireSiteOfEndpoint } from "@/lib/core/webhooks/require-site-of-webhook";
import { sendTest } from "@/lib/core/webhooks/send-test";
import { json, restRoute } from "@/lib/http/rest-route";
import { deliveryAnswer, deliveryJson } from "@/lib/rest/webhook-delivery";
import { webhookEndpointParams } from "@/lib/rest/webhook-endpoint";

export const POST = restRoute({
  operation: "sendWebhookTest",
  summary: "Send a test to a webhook endpoint",
  description: "As an event is sent, signed, logged and retried. What came of it is told by its delivery.",
  credential: "api_token",
  scope: "webhooks:write",
  params: webhookEndpointParams,
  responses: { 202: deliveryAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params: { id } }) {
    const site = await requireSiteOfEndpoint(account, id);
    return json({ webhook_delivery: deliveryJson(await getWebhookDelivery(site, await sendTest(site, id))) }, 202);
  },
});
