import { EVENT_TYPES } from "@/lib/core/audit/event-types";
import type { AuditQuery } from "@/lib/core/audit/read-audit-filter";
import { Button } from "@/lib/ui/button";
import { Choice, Field } from "@/lib/ui/field";

const ACTORS = {
  visitor: "A visitor",
  site_user: "A user",
  operator: "An operator",
  api_token: "An API token",
  client: "Your backend",
  system: "Signin Fast",
};

/** What to look for in the audit log: a plain form, so that it stands in the address and can be shared. */
export function AuditFilterForm({ query }: { query: AuditQuery }) {
  return (
    <form className="mb-4 grid grid-cols-2 items-end gap-3 xl:grid-cols-[2fr_1fr_1fr_1fr_1fr_auto]">
      {query.user && <input type="hidden" name="user" value={query.user} />}
      <Choice label="What happened" name="type" defaultValue={query.type} className="max-xl:col-span-2">
        <option value="">Anything</option>
        {Object.entries(EVENT_TYPES).map(([type, { says }]) => (
          <option key={type} value={type}>
            {says.replace(/\.$/, "")}
          </option>
        ))}
      </Choice>
      <Choice label="How it ended" name="outcome" defaultValue={query.outcome}>
        <option value="">Either way</option>
        <option value="success">Well</option>
        <option value="failure">Failed</option>
      </Choice>
      <Choice label="Who did it" name="actor" defaultValue={query.actor}>
        <option value="">Anybody</option>
        {Object.entries(ACTORS).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </Choice>
      <Field label="From" name="from" type="date" defaultValue={query.from} className="max-sm:col-span-2" />
      <Field label="Until" name="until" type="date" defaultValue={query.until} className="max-sm:col-span-2" />
      <Button type="submit" className="max-xl:col-span-2">
        Show
      </Button>
    </form>
  );
}
