import { notFound } from "next/navigation";
import { getWebhookEndpoint } from "@/lib/core/webhooks/get-webhook-endpoint";
import { requireSiteOfEndpoint } from "@/lib/core/webhooks/require-site-of-webhook";
import { idOf, orNotFound, requireOperator } from "../../../../../session";

/**
 * The endpoint in an address, below the site that it belongs to.
 *
 * SECURITY: it holds its secret in the clear: a page hands on single fields of it, never the whole.
 */
export async function currentEndpoint({ id, endpointId }: { id: string; endpointId: string }) {
  const operator = await requireOperator();
  const endpoint = await orNotFound(getWebhookEndpoint(operator, idOf(endpointId)));
  if (endpoint.siteId !== idOf(id)) notFound();
  return { site: await requireSiteOfEndpoint(operator, endpoint.id), operator, endpoint };
}
