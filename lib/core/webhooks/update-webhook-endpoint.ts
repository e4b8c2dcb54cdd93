import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { withEvent } from "../audit/with-event";
import { onlyGiven } from "../only-given";
import { endpointColumns, shownEndpoint, type WebhookEndpoint } from "./webhook-endpoint";
import { type WebhookInput, webhookFields } from "./webhook-fields";

const shape = z.object(webhookFields).partial();

/**
 * Changes the given fields of an endpoint. One that is turned on, or is at another address, has not failed yet.
 *
 * @throws AppError `not_found`; `invalid` with an issue for each wrong field
 */
export async function updateWebhookEndpoint({ db }: SiteContext, id: bigint, input: WebhookInput): Promise<WebhookEndpoint> {
  const given = onlyGiven(checkFields(shape, input), input);
  const anew = given.enabled || given.url !== undefined ? { failingSince: null } : {};
  const changed = { ...given, ...anew, ...(given.enabled === undefined ? {} : { disabledReason: null }), updatedAt: new Date() };
  const event = { type: "webhook_endpoint.updated", data: { webhook_endpoint_id: String(id), fields: Object.keys(given) } } as const;
  return withEvent(db, event, async (db) => {
    const [row] = await db.webhookEndpoint.updateManyAndReturn({ where: { id }, data: changed, select: endpointColumns });
    if (!row) throw new AppError("not_found");
    return shownEndpoint(row);
  });
}
