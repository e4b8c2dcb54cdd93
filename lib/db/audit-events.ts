import type { Actor } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";

/** Whose event it is, and who did it. */
type EventScope = {
  /** Null: the account that the statement finds. */
  readonly accountId: bigint | null;
  readonly siteId?: bigint | undefined;
  readonly onlySite?: bigint | null;
  readonly by: Actor;
};

/** What an event may say besides: ids and codes. SECURITY: never a secret, and never an address. */
export type EventData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An event that is to be written down. Whose it is, who did it and from where, its scope says. */
export type EventRow = {
  readonly type: string;
  readonly outcome: "success" | "failure";
  /** Whom it is about. `of_row`: whom the statement finds that writes it down. */
  readonly siteUserId: bigint | "of_row" | null;
  /** The site of an account's own event; a site's scope says it by itself. */
  readonly siteId?: bigint | undefined;
  /** Whether a visitor has shown with it that they are whom it is about. */
  readonly isOwn: boolean;
  /** Whether the site's webhooks are told of it. */
  readonly webhooks: boolean;
  readonly data: EventData;
};

export const EVENT_COLUMNS = "account_id, id, site_id, type, outcome, actor_kind, actor_id, site_user_id, ip, browser, data, webhooks";

/** The columns of a row that `eventValue` makes, for `jsonb_to_record`. */
export const RECORD = `account_id bigint, id bigint, site_id bigint, type text, outcome audit_outcome, actor_kind text, actor_id bigint,
       site_user_id bigint, ip text, browser text, data jsonb, webhooks boolean`;

/** An event as the one value that a statement takes of it; null: there is none. */
export function eventValue(scope: EventScope, happened: EventRow | null): string | null {
  if (!happened) return null;
  const { siteUserId, siteId, isOwn, ...event } = happened;
  const { kind, id, ip, browser } = scope.by;
  const [actorKind, actorId] = kind === "visitor" && isOwn ? ["site_user", siteUserId] : [kind, id];
  return JSON.stringify({
    account_id: textOf(scope.accountId),
    id: String(newId()),
    site_id: textOf(scope.siteId ?? scope.onlySite ?? siteId),
    actor_kind: actorKind,
    actor_id: textOf(actorId),
    site_user_id: textOf(siteUserId),
    ip,
    browser,
    ...event,
  });
}

const textOf = (id: bigint | string | null | undefined) => (typeof id === "bigint" ? String(id) : null);

/**
 * The part `event` of a statement: writes an event down for each row of another part, so that there is none without the other. It
 * costs no round trip.
 *
 * @param value the parameter that holds `eventValue`, or null for no event: `$5`
 * @param found the columns of that part that say what only the statement finds: a user who is `of_row`, the site, the account
 */
export const recordedWith = (part: string, value: string, { user = "NULL", site = "NULL", account = "NULL" } = {}) => `event AS (
       INSERT INTO audit_events (${EVENT_COLUMNS})
       SELECT coalesce(e.account_id, ${account}::bigint), e.id, coalesce(e.site_id, ${site}::bigint), e.type, e.outcome, e.actor_kind,
         CASE e.actor_kind WHEN 'site_user' THEN coalesce(e.actor_id, ${user}::bigint) ELSE e.actor_id END,
         coalesce(e.site_user_id, ${user}::bigint), e.ip, e.browser, e.data, e.webhooks
       FROM ${part}, jsonb_to_record(${value}::jsonb) AS e(${RECORD}) WHERE e.id IS NOT NULL)`;
