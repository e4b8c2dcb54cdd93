import { answer, call } from "./call-route";
import type { Tenant } from "./make-tenant";
import { runJobs } from "./run-jobs";

/** An export as the API answers it, as far as tests look at it. */
export type ExportJson = { id: number; download_url: string | null; status: string; problem: string | null; sha256: string; bytes: number };

/** Asks for an export of the tenant's site. */
export const askExport = ({ apiToken, site }: Tenant, asked: object = {}) =>
  answer(call("POST", "/api/exports", { token: apiToken, json: { export: { site_id: Number(site.id), ...asked } } }));

/** Looks at an export. */
export const lookAtExport = async ({ apiToken }: Tenant, id: number) =>
  ((await answer(call("GET", `/api/exports/${id}`, { token: apiToken }))).body as { export: ExportJson }).export;

/** Exports the tenant's site, to the end. */
export async function exported(tenant: Tenant, asked: object = {}): Promise<ExportJson> {
  const { body } = await askExport(tenant, asked);
  await runJobs();
  return lookAtExport(tenant, (body as { export: ExportJson }).export.id);
}

/** The path of the link to its file. */
export const downloadPath = (found: ExportJson) => String(found.download_url).replace("http://signin.localhost", "");
