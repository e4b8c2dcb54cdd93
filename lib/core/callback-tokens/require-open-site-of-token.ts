import { findCallbackToken } from "@/lib/db/hot/find-callback-token";
import type { Credential } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";

/**
 * Makes sure that the site of a token which was exchanged before is not suspended: who signed in is not told again then either.
 *
 * @throws AppError `site_suspended`; `unauthorized`
 */
export async function requireOpenSiteOfToken(credential: Credential, token: string): Promise<void> {
  const tokenHash = hashToken("tkn_", token);
  const row = tokenHash && (await findCallbackToken(credential, { tokenHash }));
  if (row?.siteSuspended) throw new AppError("site_suspended");
}
