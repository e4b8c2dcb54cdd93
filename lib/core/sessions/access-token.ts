import { decodeProtectedHeader, jwtVerify, SignJWT } from "jose";
import type { LiveSession } from "@/lib/db/hot/sessions";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { siteUrl } from "@/lib/kernel/urls";
import { ALGORITHM, signingKey, verifyingKey } from "./signing-keys";

/** Longer than any that we make; nothing longer is even decoded. */
const MAX_LENGTH = 8_192;

/** How far ahead the clock of another machine of ours may be. */
const CLOCKS_DIFFER_S = 60;

/** An access token with what stands in it. */
export type AccessToken = { readonly text: string; readonly payload: Readonly<Record<string, unknown>>; readonly expiresAt: Date };

/** Who issues the tokens of a site: its address in the dialects that use them. */
export const issuerOf = ({ site }: SiteContext) => siteUrl(site.slug, "auth");

/**
 * Signs an access token for a session. One token serves every dialect, with all the claims that their clients read; only how
 * long it lives is theirs to say.
 */
export async function signAccessToken(
  site: SiteContext,
  { handle, refreshHash, user }: LiveSession,
  lifetimeS: number,
): Promise<AccessToken> {
  const { kid, key } = await signingKey(site);
  const iat = Math.floor(Date.now() / 1000);
  const payload = {
    sub: user.uuid,
    rsub: user.uuid,
    iat,
    exp: iat + lifetimeS,
    iss: issuerOf(site),
    aud: site.site.clientId,
    sessionHandle: handle,
    refreshTokenHash1: refreshHash && Buffer.from(refreshHash).toString("hex"),
    tId: "public",
    stt: 0,
    "st-ev": { v: user.emailVerifiedAt !== null, t: iat * 1000 },
    user: {
      id: user.uuid,
      username: user.username ?? user.email,
      email: user.email,
      first_name: user.firstName ?? "",
      last_name: user.lastName ?? "",
      active: true,
      provider: "local",
      role_ids: [],
    },
  };
  const text = await new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, typ: "JWT", version: "5", kid }).sign(key);
  return { text, payload, expiresAt: new Date(payload.exp * 1000) };
}

/**
 * The handle of the session that an access token was signed for.
 *
 * SECURITY: one algorithm; a key of this very site by its name; issuer, audience, type and times each looked at. A token of
 * another site, or another thing that we signed, is none.
 *
 * @throws AppError `access_token_unusable`
 */
export async function readAccessToken(site: SiteContext, text: string): Promise<string> {
  const kid = kidOf(text);
  // Outside of what is caught below: when the keys cannot be read, nobody is told that their token is bad.
  const key = kid === null ? null : await verifyingKey(site, kid);
  if (!key) throw new AppError("access_token_unusable");
  const { payload } = await jwtVerify(text, key, {
    algorithms: [ALGORITHM],
    issuer: issuerOf(site),
    audience: site.site.clientId,
    typ: "JWT",
    requiredClaims: ["sub", "iat", "exp"],
  }).catch((cause: unknown) => {
    throw new AppError("access_token_unusable", { cause });
  });
  const early = (payload.iat ?? 0) > Math.floor(Date.now() / 1000) + CLOCKS_DIFFER_S;
  if (early || payload.stt !== 0 || typeof payload.sessionHandle !== "string") throw new AppError("access_token_unusable");
  return payload.sessionHandle;
}

/** Which key a text says that it was signed with, or null when it is no signed token. */
function kidOf(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  try {
    const { kid } = decodeProtectedHeader(text);
    return typeof kid === "string" ? kid : null;
  } catch {
    return null;
  }
}
