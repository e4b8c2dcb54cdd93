import { describe, expect, test } from "vitest";
import { createWebhookEndpoint } from "@/lib/core/webhooks/create-webhook-endpoint";
import { getWebhookEndpoint } from "@/lib/core/webhooks/get-webhook-endpoint";
import { listWebhookEndpoints } from "@/lib/core/webhooks/list-webhook-endpoints";
import { inSnapshot } from "@/lib/db/snapshot";
import { makeTenant, type Tenant } from "@/lib/testing/make-tenant";
import { webhookEndpoints } from "./webhook-endpoints";

async function linesOf({ context }: Tenant, secrets: boolean) {
  const lines: string[] = [];
  for await (const batch of inSnapshot(context.scope, (snapshot) => webhookEndpoints.lines(snapshot, { secrets }))) lines.push(...batch);
  return lines.map((line) => webhookEndpoints.row.parse(JSON.parse(line)));
}

const restore = async ({ context }: Tenant, rows: Awaited<ReturnType<typeof linesOf>>) => webhookEndpoints.restore?.(context, rows);

describe("the webhook endpoints of a bundle", () => {
  test("bring their secrets only when those are asked for, and are the same at the new place, once", async () => {
    const [from, to] = [await makeTenant(), await makeTenant()];
    const { secret } = await createWebhookEndpoint(from.context, { url: "https://a.example", eventTypes: ["site_user.created"] });
    await createWebhookEndpoint(from.context, { url: "https://b.example", description: "Billing", enabled: false });
    expect(JSON.stringify(await linesOf(from, false))).not.toContain("whsec_");
    for (let time = 0; time < 2; time++) await restore(to, await linesOf(from, true));
    const same = async ({ context }: Tenant) =>
      (await listWebhookEndpoints(context)).map(({ id: _, siteId: __, createdAt: ___, updatedAt: ____, ...rest }) => rest);
    expect(await same(to)).toEqual(await same(from));
    const [first] = await listWebhookEndpoints(to.context);
    expect((await getWebhookEndpoint(to.account, first?.id ?? 0n)).secret).toBe(secret);
  });

  test("without their secrets get new ones, and are off", async () => {
    const [from, to] = [await makeTenant(), await makeTenant()];
    const { secret } = await createWebhookEndpoint(from.context, { url: "https://a.example" });
    await restore(to, await linesOf(from, false));
    const [endpoint] = await listWebhookEndpoints(to.context);
    expect(endpoint).toMatchObject({ url: "https://a.example", enabled: false });
    expect((await getWebhookEndpoint(to.account, endpoint?.id ?? 0n)).secret).not.toBe(secret);
  });

  test("that break a rule are refused, and those that are told of nothing here are left out", async () => {
    const tenant = await makeTenant();
    const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
    const row = { id: 1, url: "https://a.example", event_types: ["*"], description: null, enabled: true, ...times };
    await expect(restore(tenant, [{ ...row, url: "https://10.0.0.1" }])).rejects.toMatchObject({ code: "invalid" });
    await restore(tenant, [{ ...row, event_types: ["site_user.exploded"] }]);
    expect(await listWebhookEndpoints(tenant.context)).toEqual([]);
  });
});
