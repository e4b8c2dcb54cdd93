import { query } from "../query";
import type { SiteScope } from "../scope";

/** Somebody who has signed in, and when they did last. */
export type SignIn = { readonly email: string; readonly name: string | null; readonly at: Date };

/** How many of the newest users are looked at. */
const LOOK = 1_000;

/**
 * The newest user of a site who has signed in, or null while nobody has.
 *
 * Beside very many users who were imported and have not, it is anybody who has a callback token.
 */
export async function findSignIn(scope: SiteScope): Promise<SignIn | null> {
  const [found] = await query<SignIn>(
    scope,
    "find-sign-in",
    `SELECT u.email, u.name, u.last_sign_in_at AS at
     FROM (SELECT email, name, last_sign_in_at, created_at, id FROM site_users WHERE account_id = $1 AND site_id = $2
       ORDER BY created_at DESC, id DESC LIMIT ${LOOK}) u
     WHERE u.last_sign_in_at IS NOT NULL ORDER BY u.created_at DESC, u.id DESC LIMIT 1`,
    [scope.accountId, scope.siteId],
  );
  if (found) return found;
  const [other] = await query<SignIn>(
    scope,
    "find-sign-in-by-token",
    `SELECT u.email, u.name, u.last_sign_in_at AS at
     FROM callback_tokens t JOIN site_users u ON u.account_id = t.account_id AND u.site_id = t.site_id AND u.id = t.site_user_id
     WHERE t.account_id = $1 AND t.site_id = $2 AND u.last_sign_in_at IS NOT NULL LIMIT 1`,
    [scope.accountId, scope.siteId],
  );
  return other ?? null;
}
