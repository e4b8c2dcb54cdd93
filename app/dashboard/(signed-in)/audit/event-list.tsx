import Link from "next/link";
import { EVENT_TYPES, type EventType } from "@/lib/core/audit/event-types";
import type { AuditRecord } from "@/lib/core/audit/list-audit-events";
import type { EventNames } from "@/lib/core/audit/names-in-events";
import { Badge } from "@/lib/ui/card";
import { TimeAgo } from "@/lib/ui/time-ago";

const KINDS: Readonly<Record<AuditRecord["actorKind"], string>> = {
  visitor: "a visitor",
  site_user: "a user",
  operator: "an operator",
  api_token: "an API token",
  client: "your backend",
  system: "Signin Fast",
};

/** Events, each a line that opens to everything that is known of it. `withSite`: says at which site each was. */
export function EventList({ events, names, withSite = false }: { events: readonly AuditRecord[]; names: EventNames; withSite?: boolean }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
      {events.map((event) => (
        <li key={String(event.id)}>
          <details className="group">
            <summary className="grid cursor-pointer grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-well sm:px-5">
              <span className="min-w-0">
                <span className="font-medium wrap-anywhere">{saidOf(event.type)}</span>
                <span className="block text-sm text-soft wrap-anywhere">
                  {actorOf(event, names)}
                  {event.ip && ` · ${event.ip}`}
                  {event.browser && ` · ${event.browser}`}
                  {withSite && event.siteId !== null && ` · ${names[`site:${event.siteId}`] ?? "a deleted site"}`}
                </span>
              </span>
              <span className="grid justify-items-end gap-1 text-sm text-soft">
                <TimeAgo iso={event.createdAt.toISOString()} />
                {event.outcome === "failure" && <Badge tone="bad">Failed</Badge>}
              </span>
            </summary>
            <Details event={event} names={names} />
          </details>
        </li>
      ))}
    </ul>
  );
}

/** What a type means; one that an older release wrote is said as it is. */
const saidOf = (type: string) => (Object.hasOwn(EVENT_TYPES, type) ? EVENT_TYPES[type as EventType].says : type);

function actorOf({ actorKind, actorId }: AuditRecord, names: EventNames): string {
  const name = actorId === null ? undefined : names[`${actorKind}:${actorId}`];
  return `by ${name ?? KINDS[actorKind]}`;
}

function Details({ event, names }: { event: AuditRecord; names: EventNames }) {
  const { siteId, siteUserId, pseudonym } = event;
  const user = siteUserId === null ? null : (names[`site_user:${siteUserId}`] ?? String(siteUserId));
  const facts: [string, React.ReactNode][] = [
    ["When", `${event.createdAt.toISOString().replace("T", " ").slice(0, 23)} UTC`],
    ["Type", <code key="type">{event.type}</code>],
    ["Event", <code key="id">{String(event.id)}</code>],
    ...(user === null
      ? []
      : ([
          [
            "About",
            siteId === null ? (
              user
            ) : (
              <Link key="user" className="underline underline-offset-4" href={`/dashboard/sites/${siteId}/users/${siteUserId}`}>
                {user}
              </Link>
            ),
          ],
        ] as [string, React.ReactNode][])),
    ...(pseudonym === null ? [] : ([["About", <>a deleted user, here called {pseudonym}</>]] as [string, React.ReactNode][])),
    ...Object.entries(event.data).map(
      ([name, value]) => [name.replaceAll("_", " "), <code key={name}>{plain(value)}</code>] as [string, React.ReactNode],
    ),
  ];
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 border-t border-line bg-well px-4 py-3 text-sm sm:px-5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft first-letter:uppercase">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const plain = (value: unknown) => (Array.isArray(value) ? value.join(", ") : String(value));
