import { answer, call } from "./call-route";
import type { Tenant } from "./make-tenant";

/** A provider as the API is asked to add it. */
export const GOOGLE = { kind: "google", client_id: "1065.apps.example", client_secret: "GOCSPX-a-secret-of-theirs" };

/** Adds a provider by the API. */
export const addByApi = ({ apiToken, site }: Tenant, identity_provider: unknown = GOOGLE) =>
  answer(call("POST", "/api/identity_providers", { token: apiToken, json: { site_id: Number(site.id), identity_provider } }));

/** The same, where it has to be taken. */
export async function addedByApi(tenant: Tenant, provider?: unknown): Promise<{ id: number; position: number }> {
  const { status, body } = await addByApi(tenant, provider);
  if (status !== 201) throw new Error(`Not added: ${status}`);
  return (body as { identity_provider: { id: number; position: number } }).identity_provider;
}

/** The providers of a site, as the API tells. */
export const listByApi = ({ apiToken, site }: Tenant, siteId: unknown = site.id) =>
  answer(call("GET", `/api/identity_providers?site_id=${siteId}`, { token: apiToken }));
