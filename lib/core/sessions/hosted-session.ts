import type { HeldSession, HostedLife, HostedSession } from "@/lib/db/hot/hosted-sessions";
import { readRefreshToken } from "./refresh-token";

export type { HostedSession } from "@/lib/db/hot/hosted-sessions";

/** The name of the wire that a session at a site's own pages begins on. */
export const HOSTED = "hosted";

/** Two weeks without a visit, thirty days in all. A visit is noted once an hour; a proof is recent for ten minutes. */
export const HOSTED_LIFE: HostedLife = { idleS: 14 * 86_400, longestS: 30 * 86_400, notedS: 3_600, recentS: 600 };

/** Somebody who is signed in: the user, and the handle of the session that they do something in. */
export type SessionHolder = { readonly siteUserId: bigint; readonly session: string };

/** Whoever is signed in with a session. */
export const holderOf = ({ user, handle }: HostedSession): SessionHolder => ({ siteUserId: user.id, session: handle });

/** Which session a browser says that it holds. Null: the text is no token of ours. */
export function heldSession(text: string): HeldSession | null {
  const token = readRefreshToken(text);
  return token && { id: token.sessionId, hash: token.hash };
}
