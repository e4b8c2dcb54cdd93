import type { SiteContext } from "@/lib/db/resolve";
import { giveUpPending } from "./give-up-pending";
import { wakeEndpoint } from "./wake-endpoint";

/** For how long an endpoint is taken: several times what one round takes. Whoever is killed leaves it at the end of that. */
const TAKEN_MS = 60_000;

const columns = {
  id: true,
  url: true,
  enabled: true,
  failingSince: true,
  sendingUntil: true,
  secretSealed: true,
  previousSecretSealed: true,
  previousSecretUntil: true,
} as const;

/** An endpoint that is being sent to, and by nobody else. */
export type Sending = NonNullable<Awaited<ReturnType<typeof takeEndpoint>>>;

/**
 * Takes an endpoint to send to, or answers null: it is gone, it is off, somebody else is sending there, or it fails and is left to
 * those that are tried again.
 */
export async function takeEndpoint({ db }: SiteContext, id: bigint, { evenFailing }: { evenFailing: boolean }) {
  const [now, sendingUntil] = [new Date(), new Date(Date.now() + TAKEN_MS)];
  return db.$transaction(async (db) => {
    const [endpoint] = await db.webhookEndpoint.updateManyAndReturn({
      where: { id, OR: [{ sendingUntil: null }, { sendingUntil: { lt: now } }] },
      data: { sendingUntil },
      select: columns,
    });
    if (!endpoint) return null;
    if (endpoint.enabled && (evenFailing || !endpoint.failingSince)) return endpoint;
    await db.webhookEndpoint.updateMany({ where: { id }, data: { sendingUntil: null } });
    if (endpoint.enabled) await wakeEndpoint(db, endpoint);
    else await giveUpPending(db, id);
    return null;
  });
}
