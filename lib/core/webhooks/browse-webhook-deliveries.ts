import { type DeliveryFilter, listWebhookDeliveries } from "@/lib/db/hot/list-webhook-deliveries";
import type { SiteContext } from "@/lib/db/resolve";
import { positionOf, STRETCH, type Stretch, stretchOf } from "../keyset";
import { attemptsOf, type WebhookDelivery } from "./webhook-delivery";

/** The deliveries of a site as the dashboard shows them: from a place on, newest first. */
export async function browseWebhookDeliveries(
  { scope }: SiteContext,
  filter: DeliveryFilter,
  after: unknown,
): Promise<Stretch<WebhookDelivery>> {
  const { rows, next } = stretchOf(await listWebhookDeliveries(scope, filter, { after: positionOf(after), skip: 0 }, STRETCH + 1));
  return { rows: rows.map((row) => ({ ...row, attempts: attemptsOf(row.attempts) })), next };
}
