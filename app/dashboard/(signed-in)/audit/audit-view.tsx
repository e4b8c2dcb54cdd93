import { Download } from "lucide-react";
import Link from "next/link";
import { namesInEvents } from "@/lib/core/audit/names-in-events";
import { readAuditFilter } from "@/lib/core/audit/read-audit-filter";
import { searchAuditEvents } from "@/lib/core/audit/search-audit-events";
import { buttonLook } from "@/lib/ui/button";
import { PageHeader } from "@/lib/ui/card";
import { MoreLink } from "@/lib/ui/more-link";
import { givenText } from "../../given-text";
import type { CurrentOperator } from "../../session";
import { AuditFilterForm } from "./audit-filter";
import { EventList } from "./event-list";

type Props = {
  readonly operator: CurrentOperator;
  /** Whose events: those of one site; null: those of the account. */
  readonly site: Parameters<typeof searchAuditEvents>[0] | null;
  readonly siteId?: string;
  readonly path: string;
  readonly text: string;
  readonly given: Record<string, string | string[] | undefined>;
};

/** The audit log of an account or of a site: filter, list, and the files of the same. */
export async function AuditView({ operator, site, siteId, path, text, given }: Props) {
  const { query, filter } = readAuditFilter((name) => givenText(given[name]));
  const after = givenText(given.after);
  const { rows, next } = await searchAuditEvents(site ?? operator, { ...filter, after });
  const names = await namesInEvents(operator, rows);
  const said = Object.entries(query).filter(([, value]) => value !== "");
  const search = new URLSearchParams([...said, ...(siteId ? [["site", siteId]] : [])] as [string, string][]);
  const file = (kind: "csv" | "ndjson") => (
    <a href={`/dashboard/audit.${kind}?${search}`} download className={buttonLook()}>
      <Download aria-hidden /> {kind.toUpperCase()}
    </a>
  );
  return (
    <>
      <PageHeader
        title="Audit log"
        text={text}
        action={
          <div className="flex flex-wrap gap-2">
            {file("csv")}
            {file("ndjson")}
          </div>
        }
      />
      <AuditFilterForm query={query} />
      {rows.length > 0 ? (
        <EventList events={rows} names={names} withSite={site === null} />
      ) : (
        <p className="py-10 text-center text-soft">
          {after ? "There are no older ones. " : "Nothing like that has happened. "}
          <Link href={path} className="underline underline-offset-4 hover:text-ink">
            Show all
          </Link>
        </p>
      )}
      <MoreLink next={next} query={query} />
    </>
  );
}
