import { ExternalLink } from "lucide-react";
import { buttonLook } from "@/lib/ui/button";
import { CopyButton } from "@/lib/ui/copy-button";

/** The real sign-in page of a site, to look at, and the way to it. In the frame it is inert: from there it could not go to the callback. `revision` changes with the site, so that the frame does too. */
export function HostedPreview({ name, slug, url, revision }: { name: string; slug: string; url: string; revision: string }) {
  return (
    <section aria-labelledby="preview" className="min-w-0 self-start overflow-hidden rounded-xl border border-line bg-card">
      <div className="flex items-center justify-between gap-3 px-5 pt-4 pb-3">
        <h2 id="preview" className="text-base font-semibold">
          Your sign-in page
        </h2>
        <a href={`/${slug}/login`} target="_blank" rel="noopener" className={buttonLook("primary")}>
          Try it <ExternalLink aria-hidden />
          <span className="sr-only">(opens a new tab)</span>
        </a>
      </div>
      <div className="flex items-center gap-2 border-b border-line pr-2 pb-2 pl-5">
        <code className="min-w-0 flex-1 truncate font-mono text-xs text-soft" title={url}>
          {url}
        </code>
        <CopyButton quiet text={url} what="the address of the sign-in page" />
      </div>
      <iframe key={revision} src={`/${slug}/login`} title={`Sign-in page of ${name}`} inert className="block h-[36rem] w-full bg-page" />
    </section>
  );
}
