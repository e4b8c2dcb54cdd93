import { endSession as end, endByRefreshToken } from "@/lib/db/hot/sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { readRefreshToken } from "./refresh-token";
import type { LiveSession } from "./session";

/** Ends a session. Saying it twice changes nothing. */
export function endSession({ scope }: SiteContext, { id }: Pick<LiveSession, "id">): Promise<void> {
  return end(scope, id);
}

/**
 * Ends the session of a refresh token, the newest or one that was replaced.
 *
 * @returns false when it is of no session of this wire that goes on; then nothing changed
 */
export async function endSessionOfRefreshToken({ scope }: SiteContext, text: string, dialect: string): Promise<boolean> {
  const token = readRefreshToken(text);
  return token !== null && (await endByRefreshToken(scope, { sessionId: token.sessionId, dialect, generation: token.generation }));
}
