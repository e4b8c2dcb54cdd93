import type { Metadata } from "next";
import Link from "next/link";
import { requireSite } from "@/lib/core/sites/require-site";
import { FIGURE_DAYS, siteFigures } from "@/lib/core/sites/site-figures";
import { BarChart } from "@/lib/ui/bar-chart";
import { buttonLook } from "@/lib/ui/button";
import { Card, EmptyState, PageHeader } from "@/lib/ui/card";
import { idOf, orNotFound, requireOperator } from "../../../../session";
import { Totals } from "./totals";

export const metadata: Metadata = { title: "Overview" };

/** How a site is doing. */
export default async function OverviewPage({ params }: { params: Promise<{ id: string }> }) {
  const operator = await requireOperator();
  const site = await orNotFound(requireSite(operator, idOf((await params).id)));
  const { totals, signUps, signIns } = await siteFigures(site);
  const { id, slug } = site.site;
  return (
    <>
      <PageHeader
        title="Overview"
        text={`The people of ${site.site.name}, and the last ${FIGURE_DAYS} days. Days begin at midnight UTC.`}
      />
      <Totals siteId={String(id)} totals={totals} />
      {totals.users.count === 0 ? (
        <EmptyState
          title="Nobody is here yet"
          text="As soon as people sign up, you see here how many came on each day, and how many signed in."
          action={
            <a href={`/${slug}/signup`} target="_blank" rel="noreferrer" className={buttonLook("primary")}>
              Open your sign-up page
            </a>
          }
        />
      ) : (
        <div className="grid gap-6 lg:grid-cols-2">
          <Card title="Sign-ups" text="New users, by the day they were made.">
            <BarChart what="Sign-ups" bars={signUps} />
          </Card>
          <Card
            title="Sign-ins"
            text={
              <>
                Each handed your application a token; see{" "}
                <Link href={`/dashboard/sites/${id}/sessions`} className="underline underline-offset-4 hover:text-ink">
                  sessions
                </Link>
                .
              </>
            }
          >
            <BarChart what="Sign-ins" bars={signIns} />
          </Card>
        </div>
      )}
    </>
  );
}
