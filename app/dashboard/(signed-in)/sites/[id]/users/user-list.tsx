import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { searchSiteUsers } from "@/lib/core/site-users/search-site-users";
import { TimeAgo } from "@/lib/ui/time-ago";
import { UserBadges } from "./user-badges";

type Users = Awaited<ReturnType<typeof searchSiteUsers>>["rows"];

/** Users, each a line that leads to all about them. */
export function UserList({ siteId, users }: { siteId: string; users: Users }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
      {users.map(({ id, email, name, emailVerifiedAt, blockedAt, secondFactor, lastSignInAt, createdAt }) => (
        <li key={String(id)}>
          <Link href={`/dashboard/sites/${siteId}/users/${id}`} className="flex items-center gap-4 px-4 py-3 hover:bg-well sm:px-5">
            <span className="grid min-w-0 flex-1 gap-1 sm:flex sm:items-center sm:justify-between sm:gap-4">
              <span className="min-w-0">
                <span className="block truncate font-medium">{email}</span>
                {name && <span className="block truncate text-sm text-soft">{name}</span>}
              </span>
              <span className="flex shrink-0 flex-wrap gap-1.5">
                <UserBadges verified={emailVerifiedAt !== null} blocked={blockedAt !== null} secondFactor={secondFactor} />
              </span>
            </span>
            <span className="hidden w-44 shrink-0 text-right text-sm text-soft md:block">
              {lastSignInAt ? (
                <>
                  signed in <TimeAgo iso={lastSignInAt.toISOString()} />
                </>
              ) : (
                "never signed in"
              )}
              <span className="block">
                made <TimeAgo iso={createdAt.toISOString()} />
              </span>
            </span>
            <ChevronRight className="size-4 shrink-0 text-soft" aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}
