import { getSite } from "@/lib/core/sites/get-site";
import { PageHeader } from "@/lib/ui/card";
import { idOf, orNotFound, requireOperator } from "../../../session";

export default async function SitePage({ params }: { params: Promise<{ id: string }> }) {
  const operator = await requireOperator();
  const site = await orNotFound(getSite(operator, { id: idOf((await params).id) }));
  return <PageHeader title={site.name} text={`/${site.slug}`} />;
}
