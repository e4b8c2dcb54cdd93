import { requireSiteOfEndpoint } from "@/lib/core/webhooks/require-site-of-webhook";
import { rotateWebhookSecret } from "@/lib/core/webhooks/rotate-webhook-secret";
import { json, restRoute } from "@/lib/http/rest-route";
import { rotateSecretBody, webhookEndpointAnswer, webhookEndpointJson, webhookEndpointParams } from "@/lib/rest/webhook-endpoint";

export const POST = restRoute({
  operation: "rotateWebhookSecret",
  summary: "Replace the secret of a webhook endpoint",
  description: "Until the overlap is over, everything is signed with both secrets. A secret that leaked is replaced with an overlap of 0.",
  credential: "api_token",
  scope: "webhooks:write",
  params: webhookEndpointParams,
  body: rotateSecretBody,
  responses: { 200: webhookEndpointAnswer },
  refusals: [400, 404, 409, 422],
  async handle({ account, params: { id }, body }) {
    const endpoint = await rotateWebhookSecret(await requireSiteOfEndpoint(account, id), id, body.overlap_hours);
    return json({ webhook_endpoint: webhookEndpointJson(endpoint) });
  },
});
