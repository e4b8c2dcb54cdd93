import Link from "next/link";
import type { AuditRecord } from "@/lib/core/audit/list-audit-events";
import type { EventNames } from "@/lib/core/audit/names-in-events";
import { Card } from "@/lib/ui/card";
import { EventList } from "../../../../audit/event-list";

type Props = { readonly siteId: string; readonly userId: string; readonly events: readonly AuditRecord[]; readonly names: EventNames };

/** What happened to a user last, and the way to the rest of it. */
export function UserEvents({ siteId, userId, events, names }: Props) {
  return (
    <Card title="What happened" text="The last events about this user in the audit log.">
      {events.length > 0 ? <EventList events={events} names={names} /> : <p className="text-sm text-soft">Nothing that is kept still.</p>}
      <p className="mt-3 text-sm">
        <Link href={`/dashboard/sites/${siteId}/audit?user=${userId}`} className="underline underline-offset-4">
          All of them
        </Link>
      </p>
    </Card>
  );
}
