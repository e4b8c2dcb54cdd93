import { requireSite } from "@/lib/core/sites/require-site";
import { createWebhookEndpoint } from "@/lib/core/webhooks/create-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/core/webhooks/list-webhook-endpoints";
import { json, restRoute } from "@/lib/http/rest-route";
import {
  newWebhookEndpointBody,
  webhookEndpointAnswer,
  webhookEndpointJson,
  webhookEndpointsAnswer,
  webhookEndpointsQuery,
} from "@/lib/rest/webhook-endpoint";

export const GET = restRoute({
  operation: "listWebhookEndpoints",
  summary: "List webhook endpoints",
  description: "The endpoints of one site, in the order in which they were added. Without their secrets.",
  credential: "api_token",
  scope: "webhooks:read",
  query: webhookEndpointsQuery,
  responses: { 200: webhookEndpointsAnswer },
  refusals: [400, 404],
  async handle({ account, query }) {
    const endpoints = await listWebhookEndpoints(await requireSite(account, query.site_id));
    return json({ webhook_endpoints: endpoints.map(webhookEndpointJson) });
  },
});

export const POST = restRoute({
  operation: "createWebhookEndpoint",
  summary: "Add a webhook endpoint",
  description: "What happens at the site is sent there from now on, signed with the secret in the answer. At most twenty a site.",
  credential: "api_token",
  scope: "webhooks:write",
  body: newWebhookEndpointBody,
  responses: { 201: webhookEndpointAnswer },
  refusals: [400, 404, 422],
  async handle({ account, body }) {
    const endpoint = await createWebhookEndpoint(await requireSite(account, body.site_id), body.webhook_endpoint);
    return json({ webhook_endpoint: webhookEndpointJson(endpoint) }, 201);
  },
});
