import type { AuditRecord } from "@/lib/db/hot/audit-events";
import type { AccountContext } from "@/lib/db/resolve";

/** What the ids in events are called now, by kind and id: `operator:5`. Who is gone has no name any more. */
export type EventNames = Readonly<Record<string, string>>;

/** The names of everybody in some events: events keep ids only, so that nobody's name outlives them there. */
export async function namesInEvents({ db }: AccountContext, events: readonly AuditRecord[]): Promise<EventNames> {
  const idsOf = (kind: AuditRecord["actorKind"]) => distinct(events.map((event) => (event.actorKind === kind ? event.actorId : null)));
  const [operators, tokens, users, sites] = await Promise.all([
    db.operator.findMany({ where: { id: { in: idsOf("operator") } }, select: { id: true, name: true } }),
    db.apiToken.findMany({ where: { id: { in: idsOf("api_token") } }, select: { id: true, name: true } }),
    db.siteUser.findMany({
      where: { id: { in: distinct(events.map(({ siteUserId }) => siteUserId)) } },
      select: { id: true, email: true },
    }),
    db.site.findMany({ where: { id: { in: distinct(events.map(({ siteId }) => siteId)) } }, select: { id: true, name: true } }),
  ]);
  return Object.fromEntries([
    ...operators.map(({ id, name }) => [`operator:${id}`, name]),
    ...tokens.map(({ id, name }) => [`api_token:${id}`, name]),
    ...users.map(({ id, email }) => [`site_user:${id}`, email]),
    ...sites.map(({ id, name }) => [`site:${id}`, name]),
  ]);
}

const distinct = (ids: readonly (bigint | null)[]) => [...new Set(ids.filter((id) => id !== null))];
