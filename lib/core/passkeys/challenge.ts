import { takeAttempt } from "@/lib/db/attempts";
import type { SiteContext } from "@/lib/db/resolve";
import { AppError } from "@/lib/kernel/errors";
import { noise } from "@/lib/kernel/noise";
import { passkeyMacs, sameBytes, sha256 } from "@/lib/kernel/secrets";

/** What a passkey is asked for. */
export type Purpose =
  /** To sign in as whoever it is of. */
  | { readonly kind: "sign_in" }
  /** To show that one is this user: as the second factor, or before something that matters. */
  | { readonly kind: "prove"; readonly siteUserId: bigint }
  /** To be added to a user's, in one session of theirs. */
  | { readonly kind: "add"; readonly siteUserId: bigint; readonly session: string };

const LIFETIME_S = 300;
/** How long a spent one is remembered: longer than any lives, whichever of our machines made it. */
export const REMEMBERED_S = 2 * LIFETIME_S;
const [END, NOISE, MAC] = [4, 16, 32];

/** How long somebody has to answer a challenge, in milliseconds. */
export const CHALLENGE_MS = LIFETIME_S * 1_000;

/** A new challenge for somebody at a site. */
export const newChallenge = (site: SiteContext, purpose: Purpose) => newChallengeFor(atSite(site, purpose));

/** Lets a challenge pass that we made for this very purpose and site: see `requireChallengeFor`. */
export const requireLiveChallenge = (site: SiteContext, purpose: Purpose, challenge: string) =>
  requireChallengeFor(atSite(site, purpose), challenge);

/**
 * A new challenge, in base64url: when it ends, 16 random bytes, and a MAC over both and what it is for.
 *
 * It proves itself, so nothing is kept of the many that are never answered, and asking for them fills no table.
 *
 * @param what names the purpose, and whoever it is about
 */
export function newChallengeFor(what: string): string {
  const body = Buffer.concat([Buffer.alloc(END), noise(NOISE)]);
  body.writeUInt32BE(Math.floor(Date.now() / 1_000) + LIFETIME_S);
  const [mac] = macsOf(what, body);
  return Buffer.concat([body, mac as Buffer]).toString("base64url");
}

/**
 * Lets a challenge pass that we made for this very purpose, and that has not ended. Looking spends nothing.
 *
 * @throws AppError `passkey_refused`, `passkey_timed_out`
 */
export function requireChallengeFor(what: string, challenge: string): void {
  const bytes = Buffer.from(challenge, "base64url");
  const body = bytes.subarray(0, END + NOISE);
  const made =
    bytes.length === END + NOISE + MAC &&
    bytes.toString("base64url") === challenge &&
    macsOf(what, body).some((mac) => sameBytes(mac, bytes.subarray(END + NOISE)));
  if (!made) throw new AppError("passkey_refused");
  if (body.readUInt32BE() * 1_000 <= Date.now()) throw new AppError("passkey_timed_out");
}

/**
 * Spends a challenge. Of any number of callers with the same one exactly one gets true.
 *
 * SECURITY: one conditional statement, as a budget of one attempt: a copied answer to it is worth nothing.
 */
export function spendChallenge({ scope }: SiteContext, challenge: string): Promise<boolean> {
  return takeAttempt(scope, spentKey(challenge), 1, REMEMBERED_S);
}

/** What a spent challenge is remembered by. */
export const spentKey = (challenge: string) => sha256(`passkey challenge:${challenge}`);

function atSite({ scope: { accountId, siteId } }: SiteContext, purpose: Purpose): string {
  const who = "siteUserId" in purpose ? purpose.siteUserId : "";
  const session = "session" in purpose ? purpose.session : "";
  return [accountId, siteId, purpose.kind, who, session].join(":");
}

const macsOf = (what: string, body: Buffer) => passkeyMacs(`challenge:${what}:${body.toString("base64url")}`);
