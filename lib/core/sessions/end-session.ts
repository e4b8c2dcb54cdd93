import { endSession as end, endByRefreshToken } from "@/lib/db/hot/sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { happened } from "../audit/happened";
import { readRefreshToken } from "./refresh-token";
import type { LiveSession } from "./session";

/** Ends a session. Saying it twice changes nothing. */
export function endSession({ scope }: SiteContext, { id }: Pick<LiveSession, "id">): Promise<void> {
  return end(scope, id, ended(id));
}

/**
 * Ends the session of a refresh token, the newest or one that was replaced.
 *
 * @returns false when it is of no session of this wire that goes on; then nothing changed
 */
export async function endSessionOfRefreshToken({ scope }: SiteContext, text: string, dialect: string): Promise<boolean> {
  const token = readRefreshToken(text);
  if (!token) return false;
  const { sessionId, generation } = token;
  return endByRefreshToken(scope, { sessionId, dialect, generation }, ended(sessionId));
}

const ended = (sessionId: bigint) =>
  happened({ type: "session.ended", siteUserId: "of_row", data: { session_id: String(sessionId), reason: "signed_out" } });
