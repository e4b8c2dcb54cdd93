import type { SiteContext } from "@/lib/db/resolve";
import { readRefreshToken } from "./refresh-token";

/**
 * Why a refresh token is refused, for a wire that says so: its session was ended, or has expired. Anything else is unknown.
 *
 * SECURITY: told only to who holds the newest token of that session. It decides nothing; the refusal came before.
 */
export async function whyNotRenewed({ db }: SiteContext, text: string, dialect: string): Promise<"ended" | "expired" | "unknown"> {
  const token = readRefreshToken(text);
  const session =
    token &&
    (await db.session.findFirst({
      where: { id: token.sessionId, dialect, refreshHash: token.hash },
      select: { endedAt: true },
    }));
  if (!session) return "unknown";
  return session.endedAt ? "ended" : "expired";
}
