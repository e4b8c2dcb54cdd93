import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import { MOST_ENDPOINTS } from "@/lib/db/webhook-statements";
import { invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/secrets";
import { type EndpointWithSecret, endpointColumns, shownEndpoint, webhookSecretContext } from "./webhook-endpoint";
import { type WebhookInput, webhookFields } from "./webhook-fields";
import { newWebhookSecret } from "./webhook-secret";
import { EVERY_TYPE } from "./webhook-types";

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
  // Two at once may become one too many: it is told of nothing.
  if ((await site.db.webhookEndpoint.count()) >= MOST_ENDPOINTS)
    throw invalid("", `A site has at most ${MOST_ENDPOINTS} webhook endpoints`);
  const secretSealed = seal(secret, webhookSecretContext(id));
  const row = await site.db.webhookEndpoint.create({ data: { id, ...given, secretSealed }, select: endpointColumns });
  return { ...shownEndpoint(row), secret };
}
