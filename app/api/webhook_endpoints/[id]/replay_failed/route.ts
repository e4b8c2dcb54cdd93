import { replayFailed } from "@/lib/core/webhooks/replay-failed";
import { requireSiteOfEndpoint } from "@/lib/core/webhooks/require-site-of-webhook";
import { json, restRoute } from "@/lib/http/rest-route";
import { replayedAnswer, replayFailedBody } from "@/lib/rest/webhook-delivery";
import { webhookEndpointParams } from "@/lib/rest/webhook-endpoint";

export const POST = restRoute({
  operation: "replayFailedWebhooks",
  summary: "Send again what has failed",
  description: "Everything that was given up at this endpoint since a time: after an outage, from when it began.",
  credential: "api_token",
  scope: "webhooks:write",
  params: webhookEndpointParams,
  body: replayFailedBody,
  responses: { 202: replayedAnswer },
  refusals: [400, 404, 422],
  async handle({ account, params: { id }, body }) {
    return json({ replayed: await replayFailed(await requireSiteOfEndpoint(account, id), id, body.since) }, 202);
  },
});
