import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import { withEvent } from "../audit/with-event";
import { type EndpointWithSecret, endpointColumns, shownEndpoint, webhookSecretContext } from "./webhook-endpoint";
import { type WebhookInput, webhookFields } from "./webhook-fields";
import { newWebhookSecret } from "./webhook-secret";
import { EVERY_TYPE } from "./webhook-types";

/** Endpoints of one site. Each is one more delivery of whatever happens. */
const MOST = 20;

const { eventTypes, enabled } = webhookFields;
const shape = z.object({ ...webhookFields, eventTypes: eventTypes.default([EVERY_TYPE]), enabled: enabled.default(true) });

/**
 * Adds an endpoint to a site, with a secret of its own. Without types it is told of everything.
 *
 * @throws AppError `invalid` with an issue for each wrong field
 */
export async function createWebhookEndpoint(site: SiteContext, input: WebhookInput): Promise<EndpointWithSecret> {
  const given = checkFields(shape, input);
  const [id, secret] = [newId(), newWebhookSecret()];
  const secretSealed = seal(secret, webhookSecretContext(id));
  const event = { type: "webhook_endpoint.created", data: { webhook_endpoint_id: String(id) } } as const;
  const row = await withEvent(site.db, event, async (db) => {
    await db.$lockSite();
    if ((await db.webhookEndpoint.count()) >= MOST) throw invalid("", `A site has at most ${MOST} webhook endpoints`);
    return db.webhookEndpoint.create({ data: { id, ...given, secretSealed }, select: endpointColumns });
  });
  return { ...shownEndpoint(row), secret };
}
