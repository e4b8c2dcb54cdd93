import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { beginOperatorProof } from "@/lib/core/operators/sign-in-by-passkey";
import { PageHeader } from "@/lib/ui/card";
import { givenText } from "../../given-text";
import { requireOperator } from "../../session";
import { ProveCard } from "./prove-card";

export const metadata: Metadata = { title: "Confirm that it is you" };

/** Where somebody is led who asks for a file and has not shown lately who they are. */
export default async function ProvePage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const { operator } = await requireOperator();
  const to = givenText((await searchParams).to);
  // SECURITY: it leads to a file of the dashboard, and nowhere else.
  if (!/^\/dashboard\/[\w./?=&%+~-]*$/.test(to) || to.includes("..")) redirect("/dashboard");
  const options = await beginOperatorProof(operator.id);
  const wanted = { email: operator.email, code: operator.secondFactor, passkey: options && JSON.stringify(options) };
  return (
    <div className="max-w-md">
      <PageHeader
        title="Confirm that it is you"
        text="It is a while since you signed in, and this file holds data of your users. You are not asked again for ten minutes."
      />
      <ProveCard wanted={wanted} to={to} />
    </div>
  );
}
