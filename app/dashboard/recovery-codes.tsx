import { Download } from "lucide-react";
import { buttonLook } from "@/lib/ui/button";
import { CopyButton } from "@/lib/ui/copy-button";

/** What they are for. */
export const WHY_KEEP_CODES =
  "If you lose your phone, each of these lets you in once, instead of a code from the app. Keep them somewhere safe: they are shown only now.";

/** An operator's recovery codes, the one time that they are seen, and ways to keep them. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const file = `Recovery codes for your Signin Fast dashboard. Each works once.\r\n\r\n${codes.join("\r\n")}\r\n`;
  return (
    <div className="grid gap-3">
      <ol className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-lg border border-line bg-well p-4 font-mono text-sm tabular-nums">
        {codes.map((code) => (
          <li key={code} className="text-center">
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download="signin-fast-recovery-codes.txt"
          className={buttonLook()}
        >
          <Download aria-hidden /> Download
        </a>
        <CopyButton text={codes.join("\n")} what="recovery codes" />
      </div>
    </div>
  );
}
