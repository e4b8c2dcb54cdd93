import { Badge } from "@/lib/ui/card";
import { CopyButton } from "@/lib/ui/copy-button";
import type { Outcome } from "./send";

/** An answer of the API, as it came. */
export function ShownOutcome({ status, statusText, tookMs, body }: Outcome) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-well">
      <div className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-4 text-sm">
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={status < 400 ? "good" : "bad"}>
            {status} {statusText}
          </Badge>
          <span className="text-soft">{tookMs} ms</span>
        </span>
        <CopyButton quiet text={body} what="the answer" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto p-4 font-mono text-xs leading-relaxed">
        <code>{body}</code>
      </pre>
    </div>
  );
}
