import type { AccountContext } from "@/lib/db/resolve";
import { env } from "@/lib/kernel/env";
import { render } from "@/lib/mail/templates/render";
import { webhookOff } from "@/lib/mail/templates/webhook-off";
import { textsOf } from "@/lib/texts";
import { type AccountJobs, enqueue } from "./enqueue";
import { queueMail } from "./queue-mail";

/**
 * Tells the operators of an account that one of its webhook endpoints was turned off by itself, unless it is on again: first queues one
 * such job for each of them, which then writes the mail.
 *
 * SECURITY: only those who have proved their address. Anybody may sign up with somebody else's, and turn an endpoint on again and again.
 */
export async function mailWebhookOff(account: AccountContext, { endpointId, operatorId }: AccountJobs["mail-webhook-off"]): Promise<void> {
  const { db } = account;
  const endpoint = await db.webhookEndpoint.findFirst({
    where: { id: BigInt(endpointId), enabled: false },
    select: { siteId: true, url: true, disabledReason: true },
  });
  const site = endpoint && (await db.site.findFirst({ where: { id: endpoint.siteId, deletedAt: null }, select: { name: true } }));
  const reason = (["gone", "failing"] as const).find((one) => one === endpoint?.disabledReason);
  if (!endpoint || !site || !reason) return;
  const proved = { emailVerifiedAt: { not: null } };
  if (operatorId === undefined) {
    const operators = await db.operator.findMany({ where: proved, select: { id: true } });
    for (const { id } of operators)
      await enqueue(db, "mail-webhook-off", { endpointId, operatorId: String(id) }, { key: `webhook-off:${endpointId}:${id}` });
    return;
  }
  const operator = await db.operator.findFirst({ where: { id: BigInt(operatorId), ...proved }, select: { email: true, name: true } });
  if (!operator) return;
  const link = new URL(`/dashboard/sites/${endpoint.siteId}/webhooks/${endpointId}`, env().appUrl).href;
  const given = {
    t: textsOf("en"),
    to: operator.email,
    name: operator.name,
    siteName: site.name,
    host: new URL(endpoint.url).host,
    reason,
    link,
  };
  await queueMail(db, await render(webhookOff(given)));
}
