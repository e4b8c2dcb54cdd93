import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

/** A secret that is shown this once, whole, with what to do about it. `what` names it: "API token". */
export function SecretOnce({ what, secret, children }: { what: string; secret: string; children?: ReactNode }) {
  return (
    <div className="grid gap-3">
      <p className="text-sm text-soft">{children}</p>
      <div className="flex items-center gap-2 rounded-lg border border-line bg-well p-2 pl-3">
        <code className="min-w-0 flex-1 font-mono text-sm break-all select-all">{secret}</code>
        <CopyButton text={secret} what={what} />
      </div>
    </div>
  );
}
