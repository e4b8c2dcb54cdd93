import { type EventRow, eventValue, recordedWith } from "../audit-events";
import { query, queryAfter } from "../query";
import type { SiteScope } from "../scope";
import { lockSiteUser, proveForStranger } from "./first-proof";

/**
 * One of the few files that mark a secret used. Each function is one statement on the database clock: of any number of
 * callers with the same code exactly one gets an answer, and a code that has expired never does.
 */

/** Which request for a code is meant: the one that a device was given, or the newest for an address. */
export type EmailCodeRef = { readonly deviceHash: Uint8Array } | { readonly emailCanonical: string };

/** A request for a code. It is spent once it was used, has no guesses left, or the address has asked again. */
export type AskedCode = {
  readonly id: bigint;
  readonly email: string;
  readonly emailCanonical: string;
  readonly guesses: number;
  readonly maxGuesses: number;
  readonly state: "live" | "expired" | "spent";
};

const NEWEST = `NOT EXISTS (
       SELECT 1 FROM email_codes n WHERE n.account_id = $1 AND n.site_id = $2 AND n.email_canonical = c.email_canonical
         AND (n.created_at, n.id) > (c.created_at, c.id))`;

/** The request that is meant, with its state, or null. Looking spends nothing. */
export async function findEmailCode(scope: SiteScope, ref: EmailCodeRef): Promise<AskedCode | null> {
  const byDevice = "deviceHash" in ref;
  const [row] = await query<AskedCode>(
    byDevice ? "find-email-code-by-device" : "find-email-code-by-address",
    `SELECT c.id, c.email, c.email_canonical AS "emailCanonical", c.guesses, c.max_guesses AS "maxGuesses",
       CASE WHEN c.used_at IS NOT NULL OR c.guesses >= c.max_guesses OR NOT ${NEWEST} THEN 'spent'
         WHEN c.expires_at <= now() THEN 'expired' ELSE 'live' END AS state
     FROM email_codes c WHERE c.account_id = $1 AND c.site_id = $2 AND c.${byDevice ? "device_hash" : "email_canonical"} = $3
     ORDER BY c.created_at DESC, c.id DESC LIMIT 1`,
    [scope.accountId, scope.siteId, byDevice ? ref.deviceHash : ref.emailCanonical],
  );
  return row ?? null;
}

/** A request whose mail had a link, and where it was made. */
export type AskedByLink = {
  readonly id: bigint;
  readonly email: string;
  readonly emailCanonical: string;
  readonly deviceHash: Uint8Array;
  readonly askedAt: Date;
  readonly askedIp: string | null;
  readonly askedAgent: string | null;
  readonly state: string | null;
  readonly codeChallenge: string | null;
};

/** The live request that a link's token belongs to, or null. Looking spends nothing. */
export async function findEmailLink(scope: SiteScope, linkHash: Uint8Array): Promise<AskedByLink | null> {
  const [row] = await query<AskedByLink>(
    "find-email-link",
    `SELECT c.id, c.email, c.email_canonical AS "emailCanonical", c.device_hash AS "deviceHash", c.created_at AS "askedAt",
       c.asked_ip AS "askedIp", c.asked_agent AS "askedAgent", c.state,
       c.code_challenge AS "codeChallenge"
     FROM email_codes c
     WHERE c.account_id = $1 AND c.site_id = $2 AND c.link_hash = $3 AND c.used_at IS NULL AND c.expires_at > now() AND ${NEWEST}`,
    [scope.accountId, scope.siteId, linkHash],
  );
  return row ?? null;
}

/** A guess at a code that may be compared now. `guesses`: how many there were, with this one. */
export type CodeGuess = { readonly id: bigint; readonly codeMac: Uint8Array | null; readonly guesses: number };

/**
 * Reserves one guess at a code, before anything is compared.
 *
 * @returns what to compare with (no MAC: nobody was mailed), or null when the code is no longer live
 */
export async function reserveCodeGuess(scope: SiteScope, id: bigint): Promise<CodeGuess | null> {
  const [row] = await query<CodeGuess>(
    "reserve-code-guess",
    `UPDATE email_codes c SET guesses = guesses + 1
     WHERE c.account_id = $1 AND c.site_id = $2 AND c.id = $3 AND c.guesses < c.max_guesses AND c.used_at IS NULL AND c.expires_at > now()
       AND ${NEWEST}
     RETURNING c.id, c.code_mac AS "codeMac", c.guesses`,
    [scope.accountId, scope.siteId, id],
  );
  return row ?? null;
}

/** SECURITY: this very code, and not one that was mailed in its place since it was compared. */
const SPEND = `UPDATE email_codes c SET used_at = now()
       WHERE c.account_id = $1 AND c.site_id = $2 AND c.id = $3 AND c.code_mac = $4 AND c.used_at IS NULL AND c.expires_at > now()`;

/** The same by a link, whose token is no guess. SECURITY: void once the address has asked again. */
const SPEND_LINK = `UPDATE email_codes c SET used_at = now()
       WHERE c.account_id = $1 AND c.site_id = $2 AND c.id = $3 AND c.link_hash = $4 AND c.used_at IS NULL AND c.expires_at > now() AND ${NEWEST}`;

/** What was shown of the mail of a request: its code, guessed right, or its link. */
export type ShownOfMail = { readonly id: bigint } & ({ readonly codeMac: Uint8Array | null } | { readonly linkHash: Uint8Array });

const spending = (shown: ShownOfMail) =>
  "linkHash" in shown ? (["link", SPEND_LINK, shown.linkHash] as const) : (["code", SPEND, shown.codeMac] as const);

/** A user's browser that signed up, or that has shown the right password since, is the one in front of us. */
const SAME_BROWSER = `EXISTS (
         SELECT 1 FROM mail_tokens k WHERE k.account_id = $1 AND k.site_id = $2 AND k.site_user_id = u.id AND k.purpose = 'verify_email'
           AND k.used_at IS NULL AND k.expires_at > 'epoch' AND k.browser_hash = $6)`;

/**
 * Spends a code that was guessed right, or the link beside it, and marks its address as proved, in one statement. At the first proof of the address,
 * whatever was set or opened before it is void, unless it was this browser that did so.
 *
 * @returns false when the code was spent or ended in between, or the user was deleted, blocked, or has another address by now
 */
export async function consumeEmailCode(
  scope: SiteScope,
  shown: ShownOfMail,
  siteUserId: bigint,
  browserHash: Uint8Array | null,
): Promise<boolean> {
  const [what, spend, secret] = spending(shown);
  const rows = await queryAfter(
    lockSiteUser(scope, siteUserId),
    `consume-email-${what}`,
    `WITH spent AS (
       ${spend} AND EXISTS (
         SELECT 1 FROM site_users o WHERE o.account_id = $1 AND o.site_id = $2 AND o.id = $5
           AND o.email_canonical = c.email_canonical AND o.blocked_at IS NULL)
       RETURNING $5::bigint AS site_user_id, c.email_canonical, NULL::bigint AS secret_id),
     ${proveForStranger("$7", SAME_BROWSER)}`,
    [scope.accountId, scope.siteId, shown.id, secret, siteUserId, browserHash, null],
  );
  return rows.length === 1;
}

/**
 * Spends the same and makes a user of its address, proved and without a password, in one statement.
 *
 * @param locale the language that is saved for them; null: none
 * @returns false when the code was spent or ended in between; also when somebody has become a user with the address in this
 *   moment: the code is spent then too
 */
export async function consumeCodeOfNewUser(
  scope: SiteScope,
  shown: ShownOfMail,
  newUserId: bigint,
  locale: string | null,
  event: EventRow | null,
): Promise<boolean> {
  const [what, spend, secret] = spending(shown);
  const rows = await query(
    `consume-${what}-of-new-user`,
    `WITH spent AS (${spend} RETURNING c.email, c.email_canonical, c.name),
     made AS (
       INSERT INTO site_users (id, account_id, site_id, email, email_canonical, name, locale, email_verified_at)
       SELECT $5, $1, $2, spent.email, spent.email_canonical, spent.name, $6, now() FROM spent
       ON CONFLICT DO NOTHING RETURNING id),
     ${recordedWith("made", "$7")}
     SELECT id FROM made`,
    [scope.accountId, scope.siteId, shown.id, secret, newUserId, locale, eventValue(scope, event)],
  );
  return rows.length === 1;
}
