import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { COUNTED_USERS, type searchSites } from "@/lib/core/sites/search-sites";
import { Badge } from "@/lib/ui/card";
import { MoreLink } from "@/lib/ui/more-link";
import { TimeAgo } from "@/lib/ui/time-ago";

const countText = (users: number) => (users > COUNTED_USERS ? `${COUNTED_USERS.toLocaleString("en")}+` : users.toLocaleString("en"));

type Sites = Awaited<ReturnType<typeof searchSites>>["rows"];

/** Sites, each a line that leads into it. */
export function SiteList({ sites, search, next }: { sites: Sites; search: string; next: string | null }) {
  if (sites.length === 0) return <p className="py-10 text-center text-soft">No site is called like “{search}”.</p>;
  return (
    <>
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
        {sites.map(({ id, name, slug, suspended, users, createdAt }) => (
          <li key={String(id)}>
            <Link href={`/dashboard/sites/${id}`} className="flex items-center gap-4 px-4 py-3.5 hover:bg-well sm:px-5">
              <span aria-hidden className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent font-semibold text-on-accent">
                {/[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase()}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block truncate text-sm text-soft">/{slug}</span>
                {suspended && (
                  <span className="mt-1 block sm:hidden">
                    <Badge tone="bad">Suspended</Badge>
                  </span>
                )}
              </span>
              {suspended && (
                <span className="hidden sm:block">
                  <Badge tone="bad">Suspended</Badge>
                </span>
              )}
              <span className="hidden text-right text-sm text-soft sm:block">
                {users === 1 ? "1 user" : `${countText(users)} users`}
                <span className="block">
                  made <TimeAgo iso={createdAt.toISOString()} />
                </span>
              </span>
              <ChevronRight className="size-4 shrink-0 text-soft" aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      <MoreLink next={next} query={{ search }} />
    </>
  );
}
