import { z } from "zod";
import { countOfSite, webhookEndpointLines } from "@/lib/db/hot/bundle-lines";
import { unseal } from "@/lib/kernel/secrets";
import { webhookSecretContext } from "../../../webhooks/webhook-endpoint";
import { bundleId, bundlePart, moment, withFields } from "../part";
import { restoreWebhooks } from "../restore-webhooks";

/** Where the site's backend is told what happens. Without its secret one is restored with a new one, and off. */
export const webhookEndpoints = bundlePart({
  file: "webhook_endpoints.ndjson",
  settings: true,
  row: z.strictObject({
    id: bundleId.describe("Its id in the installation it comes from"),
    url: z.string().describe("Where it is"),
    event_types: z.array(z.string()).describe("What it is told of; `*` is everything"),
    description: z.string().nullable().describe("What it is for"),
    enabled: z.boolean().describe("Whether anything is sent there"),
    created_at: moment.describe("When it was added"),
    updated_at: moment.describe("When it was last changed"),
    secret: z.string().optional().describe("What signs all that is sent there"),
  }),
  count: (snapshot) => countOfSite(snapshot, "webhook_endpoints"),
  async *lines(snapshot, { secrets }) {
    for await (const rows of webhookEndpointLines(snapshot)) {
      yield rows.map(({ line, id, secret }) => (secrets ? withFields(line, { secret: unseal(secret, webhookSecretContext(id)) }) : line));
    }
  },
  restore: restoreWebhooks,
});
