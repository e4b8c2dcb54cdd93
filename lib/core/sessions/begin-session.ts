import { insertSession } from "@/lib/db/hot/sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import type { SignedIn } from "../sign-in/outcome";
import { signedInEvent } from "../sign-in/signed-in-event";
import { writeDown } from "../sign-in/write-down";
import { signAccessToken } from "./access-token";
import { firstRefreshToken } from "./refresh-token";
import { type SessionKind, type SignedInSession, signedInSession } from "./session";

/** The client that begins a session, as its user is shown it later. */
export type SessionClient = { readonly ip: string; readonly userAgent: string | null };

export const LONGEST_USER_AGENT = 300;

/**
 * Begins a session of a user who has just signed in. Only the hash of its refresh token is kept.
 *
 * @throws AppError `second_factor_required`; `wrong_credentials` when the user was deleted or blocked, or what proved them was
 *   replaced, in this moment
 */
export async function beginSession(
  site: SiteContext,
  signedIn: SignedIn,
  { dialect, accessS, refreshS }: SessionKind,
  { ip, userAgent }: SessionClient,
): Promise<SignedInSession> {
  const id = newId();
  const { siteUserId } = signedIn;
  const refresh = refreshS === null ? null : firstRefreshToken(id);
  const agent = userAgent?.slice(0, LONGEST_USER_AGENT) ?? null;
  const lifetimeS = refreshS ?? accessS;
  const row = { id, siteUserId, dialect, refreshHash: refresh?.hash ?? null, lifetimeS, ip, userAgent: agent };
  const event = signedInEvent(signedIn, { session_id: String(id), dialect });
  const session = await writeDown(site, signedIn, (proof) => insertSession(site.scope, row, proof, event));
  return signedInSession(session, await signAccessToken(site, session, accessS), refresh);
}
