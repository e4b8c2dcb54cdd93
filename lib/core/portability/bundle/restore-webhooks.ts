import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import { webhookSecretContext } from "../../webhooks/webhook-endpoint";
import { webhookFields } from "../../webhooks/webhook-fields";
import { isWebhookSecret, newWebhookSecret } from "../../webhooks/webhook-secret";
import { isWebhookType } from "../../webhooks/webhook-types";

const shape = z.object(webhookFields);

type Row = {
  readonly url: string;
  readonly event_types: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
  readonly secret?: string | undefined;
};

/**
 * Gives a site the webhook endpoints of a bundle. One at an address that it has already stays as it is, and one that is told of
 * nothing that there is here is left out.
 *
 * SECURITY: for whoever may change the site, not merely its users: what is named here is sent their records.
 *
 * @throws AppError `invalid` when one breaks a rule
 */
export async function restoreWebhooks({ db }: SiteContext, rows: readonly Row[]): Promise<void> {
  for (const { secret, event_types, ...row } of rows) {
    const eventTypes = event_types.filter(isWebhookType);
    if (eventTypes.length === 0) continue;
    const { enabled, ...given } = checkFields(shape, { ...row, eventTypes });
    if (await db.webhookEndpoint.findFirst({ where: { url: given.url }, select: { id: true } })) continue;
    const id = newId();
    const known = secret !== undefined && isWebhookSecret(secret);
    const secretSealed = seal(known ? secret : newWebhookSecret(), webhookSecretContext(id));
    await db.webhookEndpoint.create({ data: { id, ...given, enabled: enabled && known, secretSealed } });
  }
}
