import type { Budget } from "../attempts";
import { type Alarm, TALLY_KEYS, underAttack } from "../failure-tally";
import { query } from "../query";
import type { SiteScope } from "../scope";

/** What somebody says who they are, as it is compared: an address, or a username, which holds no `@`. */
export type Identifier = { readonly kind: "email" | "username"; readonly canonical: string };

/** What a sign-in has to know before it hashes anything. */
export type SignInCandidate = {
  /** Seconds until the first of the given budgets opens again, or null while all are open. */
  readonly waitS: number | null;
  readonly userId: bigint | null;
  readonly email: string | null;
  readonly emailCanonical: string | null;
  readonly name: string | null;
  readonly emailVerifiedAt: Date | null;
  readonly passwordSealed: Uint8Array | null;
  /** May not sign in, whatever they know. */
  readonly blocked: boolean;
};

/**
 * The user with this address or username and the state of the attempt budgets, in one round trip. While the site is under attack,
 * the budgets are tight.
 */
export async function findForSignIn(
  scope: SiteScope,
  { kind, canonical }: Identifier,
  budgets: readonly Budget[],
  alarm: Alarm,
): Promise<SignInCandidate> {
  const [row] = await query<SignInCandidate>(
    scope,
    `find-for-sign-in-${kind}`,
    `SELECT closed.wait_s AS "waitS", u.id AS "userId", u.email, u.email_canonical AS "emailCanonical", u.name, u.email_verified_at AS "emailVerifiedAt", u.password_sealed AS "passwordSealed", u.blocked_at IS NOT NULL AS blocked
     FROM (SELECT ${underAttack("$7::bytea[]", "$8", "$9")} AS attacked) alarm
     CROSS JOIN LATERAL (
       SELECT max(ceil(extract(epoch FROM a.window_ends_at - now())))::int AS wait_s
       FROM unnest($4::bytea[], $5::int[], $6::int[]) AS budget(key, top, tight)
       JOIN attempts a ON a.account_id = $1 AND a.site_id = $2 AND a.key = budget.key
       WHERE a.count >= CASE WHEN alarm.attacked THEN budget.tight ELSE budget.top END AND a.window_ends_at > now()) closed
     LEFT JOIN site_users u ON u.account_id = $1 AND u.site_id = $2 AND u.${COLUMNS[kind]} = $3`,
    [
      scope.accountId,
      scope.siteId,
      canonical,
      budgets.map(({ key }) => key),
      budgets.map(({ limit }) => limit),
      budgets.map(({ tight }) => tight),
      TALLY_KEYS,
      alarm.site,
      alarm.inAll,
    ],
  );
  return row as SignInCandidate;
}

const COLUMNS = { email: "email_canonical", username: "username_canonical" } as const satisfies Record<Identifier["kind"], string>;
