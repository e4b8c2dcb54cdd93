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
        {sites.map(({ id, name, slug, users, createdAt, ...state }) => (
          <li key={String(id)}>
            <Link href={`/dashboard/sites/${id}`} className="flex items-center gap-4 px-4 py-3.5 hover:bg-well sm:px-5">
              <span aria-hidden className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent font-semibold text-on-accent">
                {/[\p{L}\p{N}]/u.exec(name)?.[0].toUpperCase()}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block truncate text-sm text-soft">/{slug}</span>
                <span className="mt-1 block empty:hidden sm:hidden">
                  <SiteState {...state} />
                </span>
              </span>
              <span className="hidden empty:hidden sm:block">
                <SiteState {...state} />
              </span>
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

/** What is wrong with a site, if anything: the worst of it. */
function SiteState({ suspended, mailsFail }: Pick<Sites[number], "suspended" | "mailsFail">) {
  if (suspended) return <Badge tone="bad">Suspended</Badge>;
  return mailsFail && <Badge tone="bad">Mails fail</Badge>;
}
