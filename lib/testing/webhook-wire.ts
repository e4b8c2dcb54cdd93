import type { EventType } from "@/lib/core/audit/event-types";
import { recordEvent } from "@/lib/core/audit/record-event";
import type { TenantDb } from "@/lib/db/tenant-db";
import { answer, call } from "./call-route";
import type { Tenant } from "./make-tenant";
import { sql } from "./sql";

/** Where an endpoint of a test is that nobody calls. */
export const WEBHOOK_URL = "https://hook.example/webhooks";

/** Adds an endpoint by the API. */
export const addEndpoint = ({ apiToken, site }: Tenant, webhook_endpoint: unknown = { url: WEBHOOK_URL }) =>
  answer(call("POST", "/api/webhook_endpoints", { token: apiToken, json: { site_id: Number(site.id), webhook_endpoint } }));

/** The same, where it has to be taken. */
export async function addedEndpoint(tenant: Tenant, endpoint?: unknown): Promise<{ id: number; secret: string }> {
  const { status, body } = await addEndpoint(tenant, endpoint);
  if (status !== 201) throw new Error(`Not added: ${status} ${JSON.stringify(body)}`);
  return (body as { webhook_endpoint: { id: number; secret: string } }).webhook_endpoint;
}

/** An endpoint as the API tells it. */
export const endpointByApi = ({ apiToken }: Tenant, id: unknown) =>
  answer(call("GET", `/api/webhook_endpoints/${id}`, { token: apiToken }));

/** Asks for something of an endpoint or a delivery by the API: `/api/webhook_endpoints/1/send_test`. */
export const ask = ({ apiToken }: Tenant, path: string, json?: unknown) =>
  answer(call("POST", `/api/${path}`, { token: apiToken, ...(json === undefined ? {} : { json }) }));

/** The deliveries of a site, as the API lists them. */
export async function deliveriesOf({ apiToken, site }: Tenant, query = ""): Promise<Delivery[]> {
  const { body } = await answer(call("GET", `/api/webhook_deliveries?site_id=${site.id}${query}`, { token: apiToken }));
  return (body as { webhook_deliveries: Delivery[] }).webhook_deliveries;
}

/** One of them, whole. */
export async function deliveryOf({ apiToken }: Tenant, id: unknown): Promise<WholeDelivery> {
  const { body } = await answer(call("GET", `/api/webhook_deliveries/${id}`, { token: apiToken }));
  return (body as { webhook_delivery: WholeDelivery }).webhook_delivery;
}

type Delivery = { readonly id: number; readonly state: string; readonly event_type: string; readonly webhook_id: string };
type WholeDelivery = Delivery & {
  readonly body: string;
  readonly next_attempt_at: string | null;
  readonly attempts: { status: number | null; problem: string | null; answer: string | null }[];
};

/** Something happens at a site, as its use-cases tell of it. Answers the id of the event. */
export async function happen(db: TenantDb, type: EventType, siteUserId: bigint | null = null): Promise<string> {
  await recordEvent(db, { type, siteUserId });
  const [event] = await sql<{ id: string }>("SELECT id FROM audit_events ORDER BY created_at DESC, id LIMIT 1");
  return event?.id ?? "";
}
