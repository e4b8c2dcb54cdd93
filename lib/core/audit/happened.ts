import type { EventData, EventRow } from "@/lib/db/audit-events";
import { type EventType, kindOf } from "./event-types";

/** What a use-case says of an event. Who did it and from where is known where its context was made. */
export type Happened = {
  readonly type: EventType;
  /** Left out: it went well. */
  readonly outcome?: "success" | "failure";
  /** Whom it is about. */
  readonly siteUserId?: EventRow["siteUserId"];
  /** Which site, where the account's own handle writes it. */
  readonly siteId?: bigint;
  /** Ids and codes. SECURITY: never a secret, and never an address. */
  readonly data?: EventData;
};

/** An event as the database takes it: for `recordEvent`, and for a statement that writes it down beside what it does. */
export function happened({ type, outcome = "success", siteUserId = null, siteId, data = {} }: Happened): EventRow {
  const { byAnybody = false, webhooks = false } = kindOf(type);
  return { type, outcome, siteUserId, siteId, isOwn: outcome === "success" && siteUserId !== null && !byAnybody, webhooks, data };
}
