import type { Metadata } from "next";
import { FIELD_NAMES } from "@/lib/core/portability/formats/known-field";
import { Card, PageHeader } from "@/lib/ui/card";
import { currentSite } from "../current-site";
import { FormatHelp } from "./format-help";
import { ImportWizard } from "./import-wizard";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site } = await currentSite((await params).id);
  return { title: `Import · ${site.name}` };
}

/** Users from elsewhere, brought into a site from a file. */
export default async function ImportPage({ params }: Props) {
  const { id } = await params;
  const { site } = await currentSite(id);
  return (
    <>
      <PageHeader title="Import users" text={`Bring your users to ${site.name}. They keep their passwords and are mailed nothing.`} />
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
        <ImportWizard siteId={id} fieldNames={FIELD_NAMES} />
        <Card
          title="What we read"
          text="Which system a file is from, we find out ourselves. Nothing is written before you have seen what will be."
        >
          <FormatHelp />
        </Card>
      </div>
    </>
  );
}
