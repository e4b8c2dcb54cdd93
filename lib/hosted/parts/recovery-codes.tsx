import type { Texts } from "@/lib/texts";
import { fill } from "@/lib/texts/fill";
import type { HostedSite } from "../view";

/** Recovery codes, and ways to keep them. Those that need the script are seen only where it runs: by style, so that nothing moves when it comes. */
export function RecoveryCodes({ t, site, codes }: { t: Texts; site: HostedSite; codes: readonly string[] }) {
  const file = `${fill(t.secondFactor.codesHead, { site: site.name })}\r\n\r\n${codes.join("\r\n")}\r\n`;
  return (
    <div className="field">
      <ol className="codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row tools">
        <a className="copy" href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`} download={`${site.slug}-recovery-codes.txt`}>
          {t.page.download}
        </a>
        <button className="copy" type="button" data-copy={codes.join("\n")} data-done={t.secondFactor.copied} aria-live="polite">
          {t.secondFactor.copy}
        </button>
        <button className="copy" type="button">
          {t.secondFactor.print}
        </button>
      </div>
    </div>
  );
}
