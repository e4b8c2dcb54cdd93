import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { listDeletedSites } from "@/lib/core/sites/list-deleted-sites";
import { searchSites } from "@/lib/core/sites/search-sites";
import { buttonLook } from "@/lib/ui/button";
import { EmptyState, PageHeader } from "@/lib/ui/card";
import { SearchBox } from "@/lib/ui/search-box";
import { givenText } from "../given-text";
import { requireOperator } from "../session";
import { DeletedSites } from "./deleted-sites";
import { SiteList } from "./site-list";

export const metadata: Metadata = { title: "Sites" };

type Query = { search?: string | string[]; after?: string | string[] };

/** All sites of the account, newest first. */
export default async function SitesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const operator = await requireOperator();
  const given = await searchParams;
  const [search, after] = [givenText(given.search), givenText(given.after)];
  const [{ rows, next }, deleted] = await Promise.all([searchSites(operator, { search, after }), listDeletedSites(operator)]);
  const newSite = (
    <Link href="/dashboard/sites/new" className={buttonLook("primary")}>
      <Plus aria-hidden /> New site
    </Link>
  );
  const nothingYet = rows.length === 0 && !search && !after;
  return (
    <>
      <PageHeader title="Sites" text="One for each application that people sign in to." action={!nothingYet && newSite} />
      {nothingYet ? (
        <EmptyState
          title="Name your first site"
          text="You get a hosted sign-in page at once, and the code that connects it to your application."
          action={newSite}
        />
      ) : (
        <>
          <SearchBox label="Search sites by name or slug" value={search} />
          <SiteList sites={rows} search={search} next={next} />
        </>
      )}
      {deleted.length > 0 && !search && !after && <DeletedSites sites={deleted} />}
    </>
  );
}
