import type { Metadata } from "next";
import Link from "next/link";
import { searchCallbackTokens } from "@/lib/core/callback-tokens/search-callback-tokens";
import { requireSite } from "@/lib/core/sites/require-site";
import { buttonLook } from "@/lib/ui/button";
import { EmptyState, PageHeader } from "@/lib/ui/card";
import { FilterLinks } from "@/lib/ui/filter-links";
import { MoreLink } from "@/lib/ui/more-link";
import { SearchBox } from "@/lib/ui/search-box";
import { givenText } from "../../../../given-text";
import { idOf, orNotFound, requireOperator } from "../../../../session";
import { SessionList } from "./session-list";

export const metadata: Metadata = { title: "Sessions" };

const STATES = { "": "All", unused: "Unused", used: "Used", expired: "Expired" } as const;
const isState = (text: string): text is Exclude<keyof typeof STATES, ""> => text !== "" && Object.hasOwn(STATES, text);

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Every sign-in of a site that handed out a token, newest first. */
export default async function SessionsPage({ params, searchParams }: Props) {
  const operator = await requireOperator();
  const { id } = await params;
  const site = await orNotFound(requireSite(operator, idOf(id)));
  const given = await searchParams;
  const [search, state, after] = [givenText(given.search), givenText(given.state), givenText(given.after)];
  const query = { search, state: isState(state) ? state : "" };
  const { rows, next } = await searchCallbackTokens(site, { search, state: isState(state) ? state : undefined, after });
  const path = `/dashboard/sites/${id}/sessions`;
  const header = (
    <PageHeader
      title="Sessions"
      text="Each sign-in hands your application a token that can be exchanged once. The API calls its record a session."
    />
  );
  if (rows.length === 0 && !after && !query.search && !query.state) {
    return (
      <>
        {header}
        <EmptyState
          title="Nobody has signed in yet"
          text="Each sign-in appears here, with whether your application has exchanged its token."
          action={
            <a href={`/${site.site.slug}/login`} target="_blank" rel="noreferrer" className={buttonLook("primary")}>
              Open your sign-in page
            </a>
          }
        />
      </>
    );
  }
  return (
    <>
      {header}
      <div className="mb-4 flex flex-wrap items-center gap-3 [&>form]:mb-0 [&>form]:grow">
        <SearchBox label="Search by the user’s e-mail or name" value={search} keep={{ state: query.state }} />
        <FilterLinks label="Filter by what became of the token" name="state" choices={STATES} query={query} path={path} />
      </div>
      {rows.length > 0 ? (
        <SessionList siteId={id} sessions={rows} people />
      ) : (
        <p className="py-10 text-center text-soft">
          No session matches.{" "}
          <Link href={path} className="underline underline-offset-4 hover:text-ink">
            Show all
          </Link>
        </p>
      )}
      <MoreLink next={next} query={query} />
    </>
  );
}
