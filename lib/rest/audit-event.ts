import { z } from "zod";
import { EVENT_TYPES } from "@/lib/core/audit/event-types";
import type { AuditFilter, AuditRecord } from "@/lib/core/audit/list-audit-events";
import type { Listed } from "@/lib/core/page";
import { ACTOR_KINDS } from "@/lib/kernel/actor";
import { idParam, idShape, pagination, paginationShape, partQuery, sortQuery, time, timeQuery, timeShape } from "./shapes";

const types = Object.keys(EVENT_TYPES) as (keyof typeof EVENT_TYPES)[];

/** An event on the wire. */
export const auditEventShape = z
  .strictObject({
    id: idShape,
    site_id: idShape.nullable().meta({ description: "Null: it is about the account itself.", examples: [17] }),
    type: z.string().meta({ description: "What happened.", examples: ["site_user.signed_in"] }),
    outcome: z.enum(["success", "failure"]).meta({ examples: ["success"] }),
    created_at: timeShape,
    actor: z
      .strictObject({
        kind: z.enum(ACTOR_KINDS).meta({ examples: ["site_user"] }),
        id: idShape.nullable(),
      })
      .meta({ description: "Who did it. `visitor`: somebody who had not shown who they are; `client`: your backend, by client ID." }),
    site_user_id: idShape.nullable().meta({ description: "Whom it is about." }),
    pseudonym: z
      .string()
      .nullable()
      .meta({ description: "Stands for a user who was deleted since, in all of their events.", examples: [null] }),
    ip: z
      .string()
      .nullable()
      .meta({ description: "Where it came from; IPv6 as its /64.", examples: ["192.0.2.1"] }),
    browser: z
      .string()
      .nullable()
      .meta({ examples: ["Firefox on Linux"] }),
    data: z.record(z.string(), z.unknown()).meta({
      description: "What else there is to say: ids and codes.",
      examples: [{ method: "password", second_factor: false }],
    }),
  })
  .meta({ id: "AuditEvent" });

export const auditEventsAnswer = z.strictObject({ audit_events: z.array(auditEventShape), pagination: paginationShape });

export const auditFileAnswer = z.string().meta({ examples: ["created_at,type,outcome,actor_kind,…\r\n"] });

export function auditEventJson(event: AuditRecord): z.output<typeof auditEventShape> {
  return {
    id: Number(event.id),
    site_id: numberOf(event.siteId),
    type: event.type,
    outcome: event.outcome,
    created_at: time(event.createdAt),
    actor: { kind: event.actorKind, id: numberOf(event.actorId) },
    site_user_id: numberOf(event.siteUserId),
    pseudonym: event.pseudonym,
    ip: event.ip,
    browser: event.browser,
    data: event.data,
  };
}

const numberOf = (id: bigint | null) => (id === null ? null : Number(id));

export const auditEventsJson = (page: Listed<AuditRecord>) => ({
  audit_events: page.rows.map(auditEventJson),
  pagination: pagination(page),
});

const filter = {
  site_id: idParam.optional().meta({ description: "Only events at this site, be it deleted." }),
  type: z.enum(types, "is not one that there is").optional().meta({ description: "Only events of this type." }),
  outcome: z.enum(["success", "failure"], "must be success or failure").optional(),
  site_user_id: idParam.optional().meta({ description: "Only events about this user." }),
  actor_kind: z.enum(ACTOR_KINDS, "is not one that there is").optional().meta({ description: "Only what such an actor did." }),
  actor_id: idParam.optional().meta({ description: "Only what this user, operator or API token did." }),
  created_after: timeQuery,
  created_before: timeQuery,
};

export const auditFileQuery = z.object(filter);

export const auditEventsQuery = auditFileQuery.extend({ sort: sortQuery(), ...partQuery(25) });

/** Which events a query asks for. */
export function auditFilter(query: z.output<typeof auditFileQuery>): AuditFilter {
  return {
    siteId: query.site_id,
    type: query.type,
    outcome: query.outcome,
    siteUserId: query.site_user_id,
    actorKind: query.actor_kind,
    actorId: query.actor_id,
    createdAfter: query.created_after,
    createdBefore: query.created_before,
  };
}
