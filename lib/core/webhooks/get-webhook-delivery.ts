import type { AccountContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { attemptsOf, type WholeDelivery } from "./webhook-delivery";

const columns = {
  id: true,
  siteId: true,
  endpointId: true,
  eventId: true,
  eventType: true,
  state: true,
  attempts: true,
  nextAttemptAt: true,
  createdAt: true,
  finishedAt: true,
  body: true,
} as const;

/**
 * One of the account's deliveries, with what is sent and what was answered.
 *
 * @throws AppError `not_found`, also for somebody else's
 */
export async function getWebhookDelivery({ db }: Pick<AccountContext, "db">, id: bigint): Promise<WholeDelivery> {
  const row = await db.webhookDelivery.findFirst({ where: { id }, select: columns });
  if (!row) throw new AppError("not_found");
  return { ...row, attempts: attemptsOf(row.attempts) };
}
