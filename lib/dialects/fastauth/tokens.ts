import { beginSession } from "@/lib/core/sessions/begin-session";
import type { SignedInSession } from "@/lib/core/sessions/session";
import type { SignedIn } from "@/lib/core/sign-in/outcome";
import type { SiteContext } from "@/lib/db/resolve";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { settingsOf } from "../settings";

/** How long the sessions of this dialect live at a site. */
export function sessionKind({ site }: SiteContext) {
  const { access_token_seconds, refresh_token_seconds } = settingsOf(site.dialects, "fastauth");
  return { dialect: "fastauth", accessS: access_token_seconds, refreshS: refresh_token_seconds } as const;
}

/** Begins the session of somebody who has just signed in, and hands over its tokens. */
export async function beginWithTokens({ site, client }: WireRequest, signedIn: SignedIn): Promise<WireResponse> {
  return tokens(await beginSession(site, signedIn, sessionKind(site), client));
}

/** The tokens of a session, as OAuth 2.0 writes them (RFC 6749, section 5.1) and FastAuth does. */
export const tokens = ({ access, refresh }: SignedInSession): WireResponse => ({
  status: 200,
  body: { access_token: access.text, refresh_token: refresh?.text, token_type: "bearer" },
});
