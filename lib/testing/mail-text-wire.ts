import { answer, call } from "./call-route";
import type { Tenant } from "./make-tenant";

/** What the API answers about the own mail texts of a customer's site. */
export function mailTexts(
  { apiToken, site }: Pick<Tenant, "apiToken"> & { site: { readonly id: bigint | number } },
  method: string,
  path: string,
  given?: unknown,
) {
  const json = given === undefined ? {} : { json: { mail_text: given } };
  return answer(call(method, `/api/sites/${site.id}/mail_texts${path}`, { token: apiToken, ...json }));
}
