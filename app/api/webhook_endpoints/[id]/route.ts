import { deleteWebhookEndpoint } from "@/lib/core/webhooks/delete-webhook-endpoint";
import { getWebhookEndpoint } from "@/lib/core/webhooks/get-webhook-endpoint";
import { requireSiteOfEndpoint } from "@/lib/core/webhooks/require-site-of-webhook";
import { updateWebhookEndpoint } from "@/lib/core/webhooks/update-webhook-endpoint";
import { json, restRoute } from "@/lib/http/rest-route";
import { messageShape } from "@/lib/rest/shapes";
import { webhookEndpointAnswer, webhookEndpointBody, webhookEndpointJson, webhookEndpointParams } from "@/lib/rest/webhook-endpoint";

export const GET = restRoute({
  operation: "getWebhookEndpoint",
  summary: "Get a webhook endpoint",
  description: "With its secret, for a token that has the scope secrets:read as well.",
  credential: "api_token",
  scope: "webhooks:read",
  params: webhookEndpointParams,
  responses: { 200: webhookEndpointAnswer },
  refusals: [400, 404],
  async handle({ account, params }) {
    return json({ webhook_endpoint: webhookEndpointJson(await getWebhookEndpoint(account, params.id)) });
  },
});

export const PATCH = restRoute({
  operation: "updateWebhookEndpoint",
  summary: "Change a webhook endpoint",
  description:
    "Changes what you name and nothing else. Its secret stays; what is on its way goes to the address that it has when it is sent.",
  credential: "api_token",
  scope: "webhooks:write",
  params: webhookEndpointParams,
  body: webhookEndpointBody,
  responses: { 200: webhookEndpointAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params: { id }, body }) {
    const endpoint = await updateWebhookEndpoint(await requireSiteOfEndpoint(account, id), id, body.webhook_endpoint);
    return json({ webhook_endpoint: webhookEndpointJson(endpoint) });
  },
});

export const DELETE = restRoute({
  operation: "deleteWebhookEndpoint",
  summary: "Delete a webhook endpoint",
  description: "With the log of what was sent there. What is on its way is not sent any more.",
  credential: "api_token",
  scope: "webhooks:write",
  params: webhookEndpointParams,
  responses: { 200: messageShape },
  refusals: [400, 404],
  async handle({ account, params: { id } }) {
    await deleteWebhookEndpoint(await requireSiteOfEndpoint(account, id), id);
    return json({ message: "Webhook endpoint deleted" });
  },
});
