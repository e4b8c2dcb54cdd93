import type { SiteContext } from "@/lib/db/resolve";
import { endpointColumns, shownEndpoint, type WebhookEndpoint } from "./webhook-endpoint";

/** The endpoints of a site, in the order in which they were added. */
export async function listWebhookEndpoints({ db }: SiteContext): Promise<WebhookEndpoint[]> {
  const rows = await db.webhookEndpoint.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: endpointColumns });
  return rows.map(shownEndpoint);
}
