import { beginSession } from "@/lib/core/sessions/begin-session";
import type { SessionKind, SignedInSession } from "@/lib/core/sessions/session";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { SiteContext } from "@/lib/db/resolve";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { settingsOf } from "../settings";
import { ok, time } from "./answers";

/** How long an access token lives that nobody has set, with and without refresh tokens beside it. */
const ACCESS_S = { renewable: 15 * 60, alone: 7 * 86_400 } as const;

/** How the sessions of a site live. Without refresh tokens an access token is all there is, and lives longer. */
export function kindOf({ site }: SiteContext): SessionKind {
  const { refresh_tokens, access_token_seconds, refresh_token_seconds } = settingsOf(site.dialects, "fastschema");
  return {
    dialect: "fastschema",
    accessS: access_token_seconds ?? (refresh_tokens ? ACCESS_S.renewable : ACCESS_S.alone),
    refreshS: refresh_tokens ? refresh_token_seconds : null,
  };
}

/**
 * Begins a session of somebody who has just signed in, and hands them its tokens.
 *
 * @throws AppError `wrong_credentials` when what proved them was replaced in this moment
 */
export async function signedIn({ site, client }: WireRequest, outcome: SignedIn): Promise<WireResponse> {
  return tokens(await beginSession(site, outcome, kindOf(site), client));
}

/** The tokens of a session. */
export const tokens = ({ access, refresh }: SignedInSession): WireResponse =>
  ok({
    token: access.text,
    expires: time(access.expiresAt),
    ...(refresh && { refresh_token: refresh.text, refresh_token_expires: time(refresh.expiresAt) }),
  });
