import type { AccountContext } from "@/lib/db/resolve";
import { recordEvent } from "../audit/record-event";
import { getSite, type SiteRef } from "./get-site";

/**
 * The client secret of a site, for somebody who asked to see it. That they did is written down first.
 *
 * @throws AppError `not_found`
 */
export async function revealClientSecret(account: AccountContext, ref: SiteRef): Promise<string> {
  const { id, clientSecret } = await getSite(account, ref);
  await recordEvent(account.db, { type: "client_secret.revealed", siteId: id });
  return clientSecret;
}
