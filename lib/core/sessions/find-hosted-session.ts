import { findHostedSession as find, type HostedSession } from "@/lib/db/hot/hosted-sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { HOSTED_LIFE, heldSession } from "./hosted-session";

/**
 * Who is signed in with the token that a browser shows, or null: it is none of ours or another site's, the session has ended or
 * expired, or its user is blocked, gone, or has a second factor by now that was not shown.
 */
export async function findHostedSession(site: SiteContext, text: string): Promise<HostedSession | null> {
  const held = heldSession(text);
  return held && find(site.scope, held, HOSTED_LIFE);
}
