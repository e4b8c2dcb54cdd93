import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** What is rarely looked at, behind its title. `open` unfolds it; closing is the reader's. */
export function Fold({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details open={open || undefined} className="group">
      <summary className="inline-flex min-h-8 items-center gap-1 rounded-md pr-2 text-sm text-soft hover:text-ink">
        <ChevronRight className="size-4 group-open:rotate-90" aria-hidden /> {title}
      </summary>
      <div className="mt-2 grid gap-4">{children}</div>
    </details>
  );
}
