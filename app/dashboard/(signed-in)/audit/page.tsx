import type { Metadata } from "next";
import { auditRetention } from "@/lib/core/audit/retention";
import { Card } from "@/lib/ui/card";
import { requireOperator } from "../../session";
import { AuditView } from "./audit-view";
import { RetentionForm } from "./retention-form";

export const metadata: Metadata = { title: "Audit log" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What happened in the account and at all of its sites, newest first. */
export default async function AuditPage({ searchParams }: Props) {
  const operator = await requireOperator();
  return (
    <>
      <AuditView
        operator={operator}
        site={null}
        path="/dashboard/audit"
        text="What happened in your account and at your sites: who did it, from where, and how it ended. Nobody can change it."
        given={await searchParams}
      />
      <div className="mt-8">
        <Card title="How long events are kept" text="What is older is deleted within the hour, at all sites and for good.">
          <RetentionForm days={await auditRetention(operator)} />
        </Card>
      </div>
    </>
  );
}
