import { randomInt } from "node:crypto";
import type { SiteContext } from "@/lib/db/resolve";
import { attemptDelivery } from "./attempt-delivery";
import { inRound } from "./slow-rounds";
import { type Sending, takeEndpoint } from "./take-endpoint";
import { wakeEndpoint } from "./wake-endpoint";
import { writeAttempt } from "./write-attempt";

/** So many deliveries are sent to one endpoint at once. */
const AT_ONCE = 4;

/** Whoever has to come back does so after so many seconds, not all of them at once. */
const BACK_S = { least: 5, most: 10 } as const;

const columns = { id: true, eventId: true, body: true, attempts: true, tries: true } as const;

/**
 * Sends an endpoint the deliveries that have waited longest, and has it woken for the rest, if there are any.
 *
 * One at a time for each endpoint, and a few deliveries of it: a slow one takes one place of the worker, and then waits its turn
 * behind the others. Where too many of its account are slow it comes back later.
 *
 * @param evenFailing also where nothing has arrived of late. Otherwise such an endpoint is left to whoever does that.
 */
export async function sendWebhooks(site: SiteContext, id: bigint, { evenFailing }: { evenFailing: boolean }): Promise<void> {
  const ran = await inRound(site.scope.accountId, evenFailing ? "failing" : "working", () => sendRound(site, id, { evenFailing }));
  if (ran) return;
  const back = new Date(Date.now() + randomInt(BACK_S.least, BACK_S.most) * 1_000);
  // To the places that it came from.
  await wakeEndpoint(site.db, { id, failingSince: evenFailing ? back : null }, back);
}

async function sendRound(site: SiteContext, id: bigint, { evenFailing }: { evenFailing: boolean }): Promise<void> {
  const { db } = site;
  const endpoint = await takeEndpoint(site, id, { evenFailing });
  if (!endpoint) return;
  const due = await db.webhookDelivery.findMany({
    where: { endpointId: id, state: "pending", nextAttemptAt: { lte: new Date() } },
    orderBy: { nextAttemptAt: "asc" },
    take: AT_ONCE,
    select: columns,
  });
  await Promise.all(due.map(async (delivery) => writeAttempt(site, endpoint, delivery, await attemptDelivery(endpoint, delivery))));
  await leaveEndpoint(site, endpoint);
}

/**
 * Lets others send there again, and has it woken when the next delivery is due.
 *
 * The trap: whoever was woken while it was taken has gone again. So what is due is looked at after it is free.
 */
async function leaveEndpoint({ db }: SiteContext, { id, sendingUntil }: Sending): Promise<void> {
  await db.$transaction(async (db) => {
    const [left] = await db.webhookEndpoint.updateManyAndReturn({
      where: { id, sendingUntil },
      data: { sendingUntil: null },
      select: { id: true, failingSince: true },
    });
    const next = await db.webhookDelivery.findFirst({
      where: { endpointId: id, state: "pending" },
      orderBy: { nextAttemptAt: "asc" },
      select: { nextAttemptAt: true },
    });
    if (!left || !next?.nextAttemptAt) return;
    await wakeEndpoint(db, left, next.nextAttemptAt > new Date() ? next.nextAttemptAt : undefined);
  });
}
