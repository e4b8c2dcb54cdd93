import type { Metadata } from "next";
import { PageHeader } from "@/lib/ui/card";
import { requireOperator } from "../../../session";
import { NewSiteForm } from "./new-site-form";

export const metadata: Metadata = { title: "New site" };

export default async function NewSitePage() {
  await requireOperator();
  return (
    <div className="mx-auto max-w-md">
      <PageHeader title="Name your site" text="People see it when they sign in. Everything else has a good beginning and can be changed." />
      <NewSiteForm />
    </div>
  );
}
