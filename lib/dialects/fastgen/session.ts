import { signAccessToken } from "@/lib/core/sessions/access-token";
import { beginSession } from "@/lib/core/sessions/begin-session";
import { getSession } from "@/lib/core/sessions/get-session";
import type { LiveSession, SessionKind } from "@/lib/core/sessions/session";
import type { Outcome } from "@/lib/core/sign-in/outcome";
import type { SiteContext } from "@/lib/db/resolve";
import { settingsOf } from "@/lib/dialects/settings";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { WireRequest, WireResponse } from "../kit/dialect";
import { type Answer, ok } from "./errors";
import { wantedTransport, withTokens } from "./hand-over";
import { type ShownToken, shownAccessToken } from "./shown-token";
import { type RecipeId, userOf } from "./user";

/** How the sessions of this wire live at a site. */
export function sessionKind({ site }: SiteContext): SessionKind & { readonly refreshS: number } {
  const { access_token_seconds, refresh_token_seconds } = settingsOf(site.dialects, "fastgen");
  return { dialect: "fastgen", accessS: access_token_seconds, refreshS: refresh_token_seconds };
}

/**
 * Begins the session of somebody who has just signed in, and answers with it.
 *
 * @throws AppError `wrong_credentials` when what proved them was replaced in this moment
 */
export async function signedIn(request: WireRequest, outcome: Outcome, more: object = {}, recipeId?: RecipeId): Promise<WireResponse> {
  if (outcome.kind !== "signed_in") throw new AppError("email_unverified");
  const begun = await beginSession(request.site, outcome, sessionKind(request.site), request.client);
  const user = userOf(begun.session.user, request.headers, recipeId);
  return withTokens(request, ok({ ...more, user }), begun, wantedTransport(request));
}

/** The session of a request, and the access token that named it. */
export type Current = { readonly session: LiveSession; readonly shown: ShownToken };

/**
 * The session of a request.
 *
 * @throws AppError `not_signed_in`, `access_token_unusable`, `session_ended`
 */
export async function requireSession(request: WireRequest): Promise<Current> {
  const shown = shownAccessToken(request);
  if (!shown) throw new AppError("not_signed_in");
  return { session: await getSession(request.site, shown.text), shown };
}

/**
 * The session of a request that needs none. Null: it shows none, or one that is over.
 *
 * @throws AppError `access_token_unusable`: the client can get a new one and ask again
 */
export async function findSession(request: WireRequest): Promise<Current | null> {
  return requireSession(request).catch((error: unknown) => {
    if (isAppError(error) && (error.code === "not_signed_in" || error.code === "session_ended")) return null;
    throw error;
  });
}

/** Adds a new access token to an answer when the one that was shown is wrong about whether the address is proved. */
export async function withFreshClaim(request: WireRequest, answer: Answer, { session, shown }: Current): Promise<WireResponse> {
  if (saysProved(shown.text) === (session.user.emailVerifiedAt !== null)) return answer;
  const access = await signAccessToken(request.site, session, sessionKind(request.site).accessS);
  return withTokens(request, answer, { access, refresh: null }, shown.by);
}

/** What a token that was verified before says of its user's address. */
function saysProved(accessToken: string): boolean {
  const payload = JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString("utf8"));
  return payload["st-ev"]?.v === true;
}
