import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { fileOfDashboard } from "@/lib/http/file-of-dashboard";
import { PageHeader } from "@/lib/ui/card";
import { givenText } from "../../given-text";
import { requireOperator } from "../../session";
import { proofWanted } from "./proof-wanted";
import { ProveCard } from "./prove-card";

export const metadata: Metadata = { title: "Confirm that it is you" };

/** Where somebody is led who asks for a file and has not shown lately who they are. */
export default async function ProvePage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const { operator } = await requireOperator();
  const file = fileOfDashboard(givenText((await searchParams).to));
  if (file === null) redirect("/dashboard");
  return (
    <div className="max-w-md">
      <PageHeader
        title="Confirm that it is you"
        text="It is a while since you showed who you are, and this file holds data of your users. You are not asked again for ten minutes."
      />
      <ProveCard wanted={await proofWanted(operator)} to={file} />
    </div>
  );
}
