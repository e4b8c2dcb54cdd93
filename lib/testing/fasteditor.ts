import { rotateFasteditorKey } from "@/lib/core/sites/rotate-fasteditor-key";
import { answer, call } from "./call-route";
import { makeTenant, PASSWORD, type Tenant, unique } from "./make-tenant";

/** Every address of the dialect. */
export const FASTEDITOR_PATHS = ["signup", "login", "forgot-password"] as const;

/** A new key of the tenant's site for FastEditor. */
export const fasteditorKey = ({ account, site }: Tenant) => rotateFasteditorKey(account, { id: site.id });

/** What FastEditor sends of somebody new. */
export const fasteditorForm = (more: object = {}) => ({
  userName: `${unique("jane")}@example.com`,
  password: PASSWORD,
  language: "en",
  ...more,
});

/** Asks as FastEditor does, with any key. */
export function askFasteditor({ site }: Tenant, key: string, path: string, json: unknown, headers = {}) {
  const asked = answer(call("POST", `/${site.slug}/fasteditor/${path}`, { json, headers: { "x-api-key": key, ...headers } }));
  return asked as Promise<{ status: number; body: Record<string, string> }>;
}

/** A customer whose site FastEditor has the key of. */
export async function fasteditorTenant(site?: Parameters<typeof makeTenant>[0]) {
  const tenant = await makeTenant(site);
  const key = await fasteditorKey(tenant);
  return { tenant, key, ask: (path: string, json: unknown, headers = {}) => askFasteditor(tenant, key, path, json, headers) };
}
