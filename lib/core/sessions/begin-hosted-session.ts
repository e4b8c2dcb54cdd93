import { insertSession } from "@/lib/db/hot/sessions";
import type { NewCallbackToken } from "@/lib/db/keep-callback-token";
import type { SiteContext } from "@/lib/db/resolve";
import { newId } from "@/lib/kernel/ids";
import { budgetOf } from "../mail-secrets/may-mail";
import type { SignedIn } from "../sign-in/outcome";
import { signedInEvent } from "../sign-in/signed-in-event";
import { writeDown } from "../sign-in/write-down";
import { LONGEST_USER_AGENT, type SessionClient } from "./begin-session";
import { endSessionOfRefreshToken } from "./end-session";
import { HOSTED, HOSTED_LIFE } from "./hosted-session";
import { firstRefreshToken } from "./refresh-token";

type More = { readonly held?: string | null; readonly tellIn?: string | null; readonly callbackToken?: NewCallbackToken | null };

/**
 * Begins a session at a site's own pages, in the place of the one that the browser held until now.
 *
 * Its token is not replaced as those of the dialects are: it stands in a cookie that no script reads and goes to nobody else, and
 * pages that are opened side by side would end each other's session.
 *
 * SECURITY: a new session and a new token for each sign-in, so one that was planted in the browser before is worth nothing.
 *
 * @param more `held`: the token that the browser showed, if any; `tellIn`: where the browser is new to its user, the language to mail
 *   them so in, if they have none saved; `callbackToken`: kept by the same statement
 * @throws AppError `second_factor_required`; `wrong_credentials` when the user was deleted or blocked, or what proved them was
 *   replaced, in this moment
 */
export async function beginHostedSession(
  site: SiteContext,
  signedIn: SignedIn,
  { ip, userAgent }: SessionClient,
  { held = null, tellIn = null, callbackToken = null }: More = {},
): Promise<string> {
  const { siteUserId, by, trusted } = signedIn;
  const id = newId();
  const { text, hash } = firstRefreshToken(id);
  const agent = userAgent?.slice(0, LONGEST_USER_AGENT) ?? null;
  const tell = tellIn === null ? null : { language: tellIn, budget: budgetOf("new_device") };
  const client = { ip, userAgent: agent, provedBy: by, trusted, tell, callbackToken };
  const session = { id, siteUserId, dialect: HOSTED, refreshHash: hash, lifetimeS: HOSTED_LIFE.idleS, ...client };
  const event = signedInEvent(signedIn, { session_id: String(id), dialect: HOSTED });
  await writeDown(site, signedIn, (proof) => insertSession(site.scope, session, proof, event));
  if (held !== null) await endSessionOfRefreshToken(site, held, HOSTED);
  return text;
}
