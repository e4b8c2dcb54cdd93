import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { searchSiteUsers } from "@/lib/core/site-users/search-site-users";
import { requireSite } from "@/lib/core/sites/require-site";
import { buttonLook } from "@/lib/ui/button";
import { EmptyState, PageHeader } from "@/lib/ui/card";
import { FilterLinks } from "@/lib/ui/filter-links";
import { MoreLink } from "@/lib/ui/more-link";
import { SearchBox } from "@/lib/ui/search-box";
import { givenText } from "../../../../given-text";
import { idOf, orNotFound, requireOperator } from "../../../../session";
import { NewUser } from "./new-user";
import { UserList } from "./user-list";

export const metadata: Metadata = { title: "Users" };

const VERIFIED = { "": "Any address", yes: "Verified", no: "Not verified" };
const BLOCKED = { "": "All", no: "May sign in", yes: "Blocked" };
const answer = (text: string) => (text === "yes" ? true : text === "no" ? false : undefined);
const choice = (value: string | string[] | undefined) => (value === "yes" || value === "no" ? value : "");

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The people of a site, newest first. */
export default async function UsersPage({ params, searchParams }: Props) {
  const operator = await requireOperator();
  const { id } = await params;
  const site = await orNotFound(requireSite(operator, idOf(id)));
  const given = await searchParams;
  const query = { search: givenText(given.search), verified: choice(given.verified), blocked: choice(given.blocked) };
  const { search, verified, blocked } = query;
  const after = givenText(given.after);
  const { rows, next } = await searchSiteUsers(site, { search, verified: answer(verified), blocked: answer(blocked), after });
  const path = `/dashboard/sites/${id}/users`;
  const nothingYet = rows.length === 0 && !after && !search && !verified && !blocked;
  const newUser = <NewUser siteId={id} />;
  const actions = (
    <div className="flex flex-wrap gap-2">
      <a href={`/dashboard/sites/${id}/users.csv?${new URLSearchParams(query)}`} className={buttonLook()}>
        <Download aria-hidden /> Download CSV
      </a>
      {newUser}
    </div>
  );
  return (
    <>
      <PageHeader title="Users" text={`Everybody who has an account at ${site.site.name}.`} action={!nothingYet && actions} />
      {nothingYet ? (
        <EmptyState
          title="Nobody has signed up yet"
          text="People appear here as soon as they sign up on your hosted page. You can also make a user yourself."
          action={newUser}
        />
      ) : (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-3 [&>form]:mb-0 [&>form]:grow">
            <SearchBox label="Search by e-mail or name" value={search} keep={{ verified, blocked }} />
            <FilterLinks label="Filter by address" name="verified" choices={VERIFIED} query={query} path={path} />
            <FilterLinks label="Filter by access" name="blocked" choices={BLOCKED} query={query} path={path} />
          </div>
          {rows.length > 0 ? (
            <UserList siteId={id} users={rows} />
          ) : (
            <p className="py-10 text-center text-soft">
              No user matches.{" "}
              <Link href={path} className="underline underline-offset-4 hover:text-ink">
                Show all
              </Link>
            </p>
          )}
          <MoreLink next={next} query={query} />
        </>
      )}
    </>
  );
}
