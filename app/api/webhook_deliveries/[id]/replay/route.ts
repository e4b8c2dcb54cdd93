import { getWebhookDelivery } from "@/lib/core/webhooks/get-webhook-delivery";
import { replayDelivery } from "@/lib/core/webhooks/replay-delivery";
import { requireSiteOfDelivery } from "@/lib/core/webhooks/require-site-of-webhook";
import { json, restRoute } from "@/lib/http/rest-route";
import { deliveryAnswer, deliveryJson, deliveryParams } from "@/lib/rest/webhook-delivery";

export const POST = restRoute({
  operation: "replayWebhookDelivery",
  summary: "Send a webhook delivery again",
  description: "The same bytes under the same id, at once and with all retries; one that waits to be tried again is tried now.",
  credential: "api_token",
  scope: "webhooks:write",
  params: deliveryParams,
  responses: { 202: deliveryAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params: { id } }) {
    const site = await requireSiteOfDelivery(account, id);
    await replayDelivery(site, id);
    return json({ webhook_delivery: deliveryJson(await getWebhookDelivery(site, id)) }, 202);
  },
});
