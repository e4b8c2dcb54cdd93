import Link from "next/link";
import type { Site } from "@/lib/core/sites/site";
import { env } from "@/lib/kernel/env";
import { dialectGuides } from "@/lib/quick-start/dialects";
import { Card } from "@/lib/ui/card";
import { DialectsForm } from "./dialects-form";
import { FasteditorKey } from "./fasteditor-key";
import { RotateSigningKey } from "./rotate-signing-key";

type Props = { readonly siteId: string; readonly site: Pick<Site, "slug" | "dialects" | "updatedAt"> };

/** The wires of other systems that a site answers on, and the keys that go with them. */
export function DialectsCard({ siteId, site }: Props) {
  const guides = dialectGuides({ appUrl: env().appUrl, slug: site.slug });
  const enabled = guides.map(({ id }) => id).filter((id) => site.dialects[id].enabled);
  return (
    <Card
      title="Dialects"
      text={
        <>
          Code that was written for one of these systems keeps working when its base address is the one shown here.{" "}
          <Link href="/docs/dialects" prefetch={false} className="underline underline-offset-4 hover:text-ink">
            What is the same, and what is not
          </Link>
        </>
      }
    >
      <DialectsForm siteId={siteId} guides={guides} enabled={enabled} updatedAt={site.updatedAt.toISOString()} />
      <div className="mt-5 grid gap-5 border-t border-line pt-5">
        <FasteditorKey siteId={siteId} />
        <RotateSigningKey siteId={siteId} />
      </div>
    </Card>
  );
}
