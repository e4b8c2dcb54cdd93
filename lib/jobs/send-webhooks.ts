import { sendWebhooks as send } from "@/lib/core/webhooks/send-webhooks";
import type { SiteContext } from "@/lib/db/resolve";
import type { SiteJobs } from "./enqueue";

/** Sends an endpoint what waits for it. One that fails by now is left to the places of those. */
export const sendWebhooks = (site: SiteContext, { endpointId }: SiteJobs["send-webhooks"]): Promise<void> =>
  send(site, BigInt(endpointId), { evenFailing: false });

/** Sends an endpoint what waits for it, also where nothing has arrived of late. */
export const retryWebhooks = (site: SiteContext, { endpointId }: SiteJobs["retry-webhooks"]): Promise<void> =>
  send(site, BigInt(endpointId), { evenFailing: true });
