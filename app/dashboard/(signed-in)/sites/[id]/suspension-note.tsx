import Link from "next/link";
import type { Site } from "@/lib/core/sites/site";
import { Note } from "@/lib/ui/card";

/** Stands above every page of a site that is suspended. What the installation did says its reason at once: it is news, and only they end it. */
export function SuspensionNote({ siteId, suspension: { by, reason } }: { siteId: string; suspension: NonNullable<Site["suspension"]> }) {
  const more = (
    <Link href={`/dashboard/sites/${siteId}/settings#suspension`} className="underline underline-offset-4">
      {by === "installation" ? "What that means" : "See why"}
    </Link>
  );
  if (by !== "installation") return <Note tone="plain">This site is suspended: nobody can sign in. {more}</Note>;
  return (
    <Note tone="bad">
      Whoever runs this installation suspended this site: nobody can sign in.
      {reason && <span className="mt-1 block break-words">They say: “{reason}”</span>} <span className="mt-1 block">{more}</span>
    </Note>
  );
}
