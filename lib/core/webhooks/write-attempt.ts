import type { SiteContext } from "@/lib/db/resolve";
import type { TenantDb } from "@/lib/db/tenant-db";
import { enqueue } from "@/lib/jobs/enqueue";
import { hasArrived } from "./attempt-delivery";
import { giveUpPending } from "./give-up-pending";
import { retryWaitS } from "./retry-waits";
import type { Sending } from "./take-endpoint";
import { type Attempt, attemptsOf } from "./webhook-delivery";

/** The status that says that an endpoint is gone for good. */
const GONE = 410;
/** An endpoint where nothing has arrived for so long is turned off. */
const MOST_FAILING_MS = 5 * 24 * 3_600_000;
/** So many attempts are kept of each delivery, however often it is asked for again. */
const KEPT_ATTEMPTS = 20;

type Tried = { readonly id: bigint; readonly attempts: unknown; readonly tries: number };

/**
 * Writes down what came of an attempt: the endpoint works, fails, or is turned off; and the delivery is delivered, to be tried again,
 * or given up. Where we are killed before it, the delivery is sent again, and its receiver knows it by its id.
 *
 * What went with its user while it was sent is not written down. The trap: the endpoint comes first, or two attempts there wait for
 * each other.
 */
export async function writeAttempt({ db }: SiteContext, endpoint: Sending, delivery: Tried, attempt: Attempt): Promise<void> {
  const arrived = hasArrived(attempt);
  const turnedOff = arrived ? null : reasonToTurnOff(endpoint, attempt);
  // One that is at another address by now has neither worked there nor failed.
  const same = { id: endpoint.id, url: endpoint.url };
  const tries = delivery.tries + 1;
  const waitS = arrived || turnedOff ? null : retryWaitS(tries);
  const over = { state: arrived ? ("delivered" as const) : ("failed" as const), nextAttemptAt: null, finishedAt: new Date() };
  const next = waitS === null ? over : { nextAttemptAt: new Date(Date.now() + waitS * 1_000) };
  const attempts = [...attemptsOf(delivery.attempts), attempt].slice(-KEPT_ATTEMPTS);
  await db.$transaction(async (db) => {
    if (arrived && endpoint.failingSince) await db.webhookEndpoint.updateMany({ where: same, data: { failingSince: null } });
    if (!arrived) await db.webhookEndpoint.updateMany({ where: { ...same, failingSince: null }, data: { failingSince: new Date() } });
    const off = { enabled: false, disabledReason: turnedOff };
    const { count } = turnedOff ? await db.webhookEndpoint.updateMany({ where: { ...same, enabled: true }, data: off }) : { count: 0 };
    await db.webhookDelivery.updateMany({ where: { id: delivery.id, state: { not: "delivered" } }, data: { tries, attempts, ...next } });
    if (count > 0) await tellTurnedOff(db, endpoint.id);
  });
}

/** What waits for it is given up, and whoever can mend it hears of it: nobody looks at what worked for months. */
async function tellTurnedOff(db: TenantDb, endpointId: bigint): Promise<void> {
  await giveUpPending(db, endpointId);
  const key = `webhook-off:${endpointId}`;
  await enqueue(db, "mail-webhook-off", { endpointId: String(endpointId) }, { key });
}

function reasonToTurnOff({ failingSince }: Sending, { status }: Attempt): "gone" | "failing" | null {
  if (status === GONE) return "gone";
  return failingSince && failingSince.getTime() < Date.now() - MOST_FAILING_MS ? "failing" : null;
}
