import type { Metadata } from "next";
import { requireSite } from "@/lib/core/sites/require-site";
import { idOf, orNotFound, requireOperator } from "../../../../session";
import { AuditView } from "../../../audit/audit-view";

export const metadata: Metadata = { title: "Audit log" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What happened at a site, newest first. */
export default async function SiteAuditPage({ params, searchParams }: Props) {
  const operator = await requireOperator();
  const { id } = await params;
  const site = await orNotFound(requireSite(operator, idOf(id)));
  return (
    <AuditView
      operator={operator}
      site={site}
      siteId={id}
      path={`/dashboard/sites/${id}/audit`}
      text="What happened at this site: who did it, from where, and how it ended. Nobody can change it."
      given={await searchParams}
    />
  );
}
