import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { seal } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { type EndpointWithSecret, endpointColumns, shownEndpoint, webhookSecretContext } from "./webhook-endpoint";
import { newWebhookSecret } from "./webhook-secret";

/** For how many hours the secret before signs beside the new one, where nothing else is said. */
export const OVERLAP_HOURS = 24;

/**
 * Gives an endpoint a new secret. The one before signs beside it for so many hours; with 0 it has signed for the last time.
 *
 * @throws AppError `not_found`; `conflict` when somebody else rotated it at the same moment
 */
export async function rotateWebhookSecret({ db }: SiteContext, id: bigint, overlapHours = OVERLAP_HOURS): Promise<EndpointWithSecret> {
  const secret = newWebhookSecret();
  const kept = await db.webhookEndpoint.findFirst({ where: { id }, select: { secretSealed: true } });
  const until = new Date(Date.now() + overlapHours * 3_600_000);
  const previous = { previousSecretSealed: kept?.secretSealed ?? null, previousSecretUntil: until };
  const data = {
    secretSealed: seal(secret, webhookSecretContext(id)),
    ...(overlapHours > 0 ? previous : { previousSecretSealed: null, previousSecretUntil: null }),
    updatedAt: new Date(),
  };
  // Of two who rotate at once, the second finds nothing: it would not know which secret is before its own.
  const where = { id, secretSealed: kept?.secretSealed ?? new Uint8Array() };
  const event = { type: "webhook_secret.rotated", data: { webhook_endpoint_id: String(id) } } as const;
  return withEvent(db, event, async (db) => {
    const [row] = await db.webhookEndpoint.updateManyAndReturn({ where, data, select: endpointColumns });
    if (!row) throw new AppError(kept ? "conflict" : "not_found");
    return { ...shownEndpoint(row), secret };
  });
}
