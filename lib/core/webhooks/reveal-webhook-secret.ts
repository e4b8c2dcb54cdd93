import type { AccountContext } from "@/lib/db/resolve";
import { recordEvent } from "../audit/record-event";
import { getWebhookEndpoint } from "./get-webhook-endpoint";

/**
 * The secret of an endpoint, for somebody who asked to see it. That they did is written down first.
 *
 * @throws AppError `not_found`
 */
export async function revealWebhookSecret(account: AccountContext, id: bigint): Promise<string | null> {
  const { secret, siteId } = await getWebhookEndpoint(account, id);
  await recordEvent(account.db, { type: "webhook_secret.revealed", siteId, data: { webhook_endpoint_id: String(id) } });
  return secret;
}
