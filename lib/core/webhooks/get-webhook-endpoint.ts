import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { type EndpointWithSecret, endpointColumns, endpointFor } from "./webhook-endpoint";

/**
 * One of the account's endpoints, with its secret for whoever may read secrets.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getWebhookEndpoint(account: AccountContext, id: bigint): Promise<EndpointWithSecret> {
  const row = await account.db.webhookEndpoint.findFirst({ where: { id }, select: { ...endpointColumns, secretSealed: true } });
  if (!row) throw new AppError("not_found");
  return endpointFor(account, row);
}
