import { RotateCcw } from "lucide-react";
import type { listDeletedSites } from "@/lib/core/sites/list-deleted-sites";
import { TimeAgo } from "@/lib/ui/time-ago";
import { bringBack } from "./actions";
import { ActButton } from "./sites/[id]/act-button";

type Sites = Awaited<ReturnType<typeof listDeletedSites>>;

/** Sites that are gone for everybody else, and can be brought back for a while. */
export function DeletedSites({ sites }: { sites: Sites }) {
  return (
    <section aria-labelledby="deleted" className="mt-12">
      <h2 id="deleted" className="mb-3 text-sm font-medium text-soft">
        Recently deleted
      </h2>
      <ul className="divide-y divide-line rounded-xl border border-line">
        {sites.map(({ id, name, slug, purgedAt }) => (
          <li key={String(id)} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <p className="min-w-0 flex-1 basis-56 text-sm">
              <span className="font-medium break-words">{name}</span> <span className="break-all text-soft">/{slug}</span>
              <span className="block text-soft">
                gone for good <TimeAgo iso={purgedAt.toISOString()} />
              </span>
            </p>
            <ActButton act={bringBack.bind(null, String(id))} said={`${name} is back`} label={`Bring back ${name}`}>
              <RotateCcw aria-hidden /> Bring back
            </ActButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
