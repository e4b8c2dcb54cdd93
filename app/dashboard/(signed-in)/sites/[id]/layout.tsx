import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { FailingMailsNote } from "../../failing-mails-note";
import { currentSite } from "./current-site";
import { SiteTabs } from "./site-tabs";
import { SuspensionNote } from "./suspension-note";

/** What all pages of one site have in common: the way back, its name, and its pages. The `h1` is each page's own. */
export default async function SiteLayout({ params, children }: { params: Promise<{ id: string }>; children: ReactNode }) {
  const { id } = await params;
  const { site } = await currentSite(id);
  return (
    <>
      <nav aria-label="Breadcrumb" className="mb-4">
        <ol className="flex min-w-0 items-center gap-1.5 text-sm">
          <li>
            <Link href="/dashboard" className="inline-flex min-h-6 items-center rounded text-soft hover:text-ink">
              Sites
            </Link>
          </li>
          <li aria-hidden>
            <ChevronRight className="size-4 text-soft" />
          </li>
          <li className="min-w-0 truncate font-medium" title={site.name}>
            {site.name}
          </li>
        </ol>
      </nav>
      {site.suspension && (
        <div className="mb-4">
          <SuspensionNote siteId={id} suspension={site.suspension} />
        </div>
      )}
      {site.failingMails && !site.suspension && (
        <div className="mb-4">
          <FailingMailsNote
            failing={site.failingMails}
            to="the people of this site"
            action={
              <>
                Once it is mended,{" "}
                <Link href={`/dashboard/sites/${id}/mails`} className="underline underline-offset-4">
                  send yourself a test
                </Link>
                .
              </>
            }
          />
        </div>
      )}
      <SiteTabs id={id} />
      {children}
    </>
  );
}
