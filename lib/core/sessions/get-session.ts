import { findSession } from "@/lib/db/hot/sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { readAccessToken } from "./access-token";
import type { LiveSession } from "./session";

/**
 * The session behind an access token, with its user as they are now.
 *
 * SECURITY: the token says only which session is meant. Whether that goes on is asked of the database each time, so nobody who
 * was signed out, blocked or deleted does anything here with a token that has not expired yet.
 *
 * @throws AppError `not_signed_in` (none was shown), `access_token_unusable`, `session_ended`
 */
export async function getSession(site: SiteContext, accessToken: string | null): Promise<LiveSession> {
  if (accessToken === null) throw new AppError("not_signed_in");
  const session = await findSession(site.scope, await readAccessToken(site, accessToken));
  if (!session) throw new AppError("session_ended");
  return session;
}
