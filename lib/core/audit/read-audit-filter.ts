import type { AuditFilter } from "@/lib/db/hot/audit-events";
import { ACTOR_KINDS } from "@/lib/kernel/actor";
import { EVENT_TYPES } from "./event-types";

/** A filter as it stands in an address of the dashboard; "" is none. */
export type AuditQuery = Readonly<Record<"type" | "outcome" | "actor" | "user" | "from" | "until", string>>;

const DAY_MS = 86_400_000;
const dayOf = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : undefined);

/** The filter that an address says, as it was understood: people edit addresses, and what makes no sense is no filter. Days are UTC, the last one whole. */
export function readAuditFilter(given: (name: keyof AuditQuery) => string): { readonly query: AuditQuery; readonly filter: AuditFilter } {
  const type = Object.keys(EVENT_TYPES).find((name) => name === given("type"));
  const outcome = (["success", "failure"] as const).find((name) => name === given("outcome"));
  const actorKind = ACTOR_KINDS.find((kind) => kind === given("actor"));
  const user = /^[1-9]\d{0,15}$/.test(given("user")) ? given("user") : "";
  const [from, until] = [dayOf(given("from")), dayOf(given("until"))];
  return {
    query: {
      type: type ?? "",
      outcome: outcome ?? "",
      actor: actorKind ?? "",
      user,
      from: from ? given("from") : "",
      until: until ? given("until") : "",
    },
    filter: {
      type,
      outcome,
      actorKind,
      siteUserId: user === "" ? undefined : BigInt(user),
      createdAfter: from,
      createdBefore: until && new Date(until.getTime() + DAY_MS),
    },
  };
}
