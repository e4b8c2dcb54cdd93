import type { ReactNode } from "react";
import { CopyButton } from "@/lib/ui/copy-button";

/** JSON to read and to copy, under a line that says what it is. */
export function CodeFrame({ head, text, what }: { head: ReactNode; text: string; what: string }) {
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-well">
      <div className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-4 text-xs text-soft">
        {head}
        <CopyButton quiet text={text} what={what} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto p-4 font-mono text-xs leading-relaxed">
        <code>{text}</code>
      </pre>
    </div>
  );
}
