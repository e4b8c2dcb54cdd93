import type { LiveSession } from "@/lib/db/hot/sessions";
import type { AccessToken } from "./access-token";
import type { RefreshToken } from "./refresh-token";

export type { LiveSession, SessionUser } from "@/lib/db/hot/sessions";

/** How the sessions of one wire live. */
export type SessionKind = {
  /** The wire's name. A refresh token is good on the wire where its session began, and nowhere else. */
  readonly dialect: string;
  readonly accessS: number;
  /** Counted anew at each renewal. Null: there are no refresh tokens, and a session ends with its access token. */
  readonly refreshS: number | null;
};

/** What somebody who is signed in holds. */
export type SignedInSession = {
  readonly session: LiveSession;
  readonly access: AccessToken;
  readonly refresh: { readonly text: string; readonly expiresAt: Date } | null;
};

/** The tokens of a session, to be handed over. */
export const signedInSession = (session: LiveSession, access: AccessToken, refresh: RefreshToken | null): SignedInSession => ({
  session,
  access,
  refresh: refresh && { text: refresh.text, expiresAt: session.expiresAt },
});
