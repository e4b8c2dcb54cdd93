import {
  countWebhookDeliveries,
  type DeliveryFilter,
  type DeliveryRow,
  listWebhookDeliveries as read,
} from "@/lib/db/hot/list-webhook-deliveries";
import type { SiteContext } from "@/lib/db/resolve";
import { cursorBinding } from "../cursor";
import { type Asked, type Listed, readPart } from "../page";
import { attemptsOf, type WebhookDelivery } from "./webhook-delivery";

const shown = <Row extends DeliveryRow>(row: Row) => ({ ...row, attempts: attemptsOf(row.attempts) });

/**
 * The deliveries of a site, newest first.
 *
 * @throws AppError `bad_request` for a cursor that is not valid for this list, and for a page that is too far behind
 */
export async function listWebhookDeliveries(
  { scope }: SiteContext,
  filter: DeliveryFilter,
  asked: Asked,
): Promise<Listed<WebhookDelivery>> {
  const binding = cursorBinding(scope.accountId, "webhook_deliveries", { siteId: scope.siteId, ...filter });
  const page = await readPart(asked, binding, {
    count: () => countWebhookDeliveries(scope, filter),
    rows: (from, take) => read(scope, filter, from, take),
  });
  return { ...page, rows: page.rows.map(shown) };
}
