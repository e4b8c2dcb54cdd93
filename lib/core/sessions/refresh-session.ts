import { endReused, findJustRenewed, renewSession } from "@/lib/db/hot/sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { sameBytes } from "@/lib/kernel/secrets";
import { happened } from "../audit/happened";
import { requireStillOpenSite } from "../sites/require-open-site";
import { signAccessToken } from "./access-token";
import { type RefreshToken, readRefreshToken, successorsOf } from "./refresh-token";
import { type LiveSession, type SessionKind, type SignedInSession, signedInSession } from "./session";

/** How long the token before the newest is given the same successor: two tabs of one browser ask at once. */
const GRACE_S = 10;

/**
 * Gives a refresh token's successor and a new access token for it.
 *
 * SECURITY: each token is good once. Who asks with the same one at the same moment gets the same successor, so there are never
 * two that live; who asks with an older one has taken it from somebody, or had it taken: the session ends.
 *
 * @throws AppError `session_ended` (unknown, expired, or of another site or wire), `refresh_token_reused`; `site_suspended` and
 *   `not_found` when the site was suspended or deleted in this moment
 */
export async function refreshSession(
  site: SiteContext,
  text: string,
  { dialect, accessS, refreshS }: SessionKind & { readonly refreshS: number },
): Promise<SignedInSession> {
  const token = readRefreshToken(text);
  if (!token) throw new AppError("session_ended");
  const shown = { sessionId: token.sessionId, dialect, generation: token.generation, hash: token.hash };
  const successors = successorsOf(token);
  const [next] = successors as [RefreshToken];
  const renewed = await renewSession(site.scope, { ...shown, successorHash: next.hash, lifetimeS: refreshS });
  if (renewed) return handOver(site, renewed, next, accessS);
  const hashes = successors.map(({ hash }) => hash);
  const twin = await findJustRenewed(site.scope, shown, hashes, GRACE_S);
  const same = successors.find(({ hash }) => twin?.refreshHash && sameBytes(hash, twin.refreshHash));
  if (twin && same) return handOver(site, twin, same, accessS);
  await requireStillOpenSite(site);
  const reused = happened({
    type: "session.refresh_token_reused",
    outcome: "failure",
    siteUserId: "of_row",
    data: { session_id: String(token.sessionId), dialect },
  });
  if (!(await endReused(site.scope, shown, reused))) throw new AppError("session_ended");
  log.warn(
    { site: String(site.scope.siteId), session: String(token.sessionId) },
    "a refresh token came a second time; its session is ended",
  );
  throw new AppError("refresh_token_reused");
}

async function handOver(site: SiteContext, session: LiveSession, refresh: RefreshToken, accessS: number): Promise<SignedInSession> {
  return signedInSession(session, await signAccessToken(site, session, accessS), refresh);
}
