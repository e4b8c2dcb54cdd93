import type { Texts } from "@/lib/texts";
import type { HostedSite } from "../view";

/** Where a browser leaves what it has found, while the site asks for that: see `CHALLENGE_SCRIPT`. */
export function ChallengeField({ site, t }: { site: HostedSite; t: Texts }) {
  if (!site.challenge) return null;
  return (
    <>
      <input type="hidden" name="challenge" data-challenge={site.challenge} />
      <noscript>
        <div className="note bad">
          <p>{t.errors.challenge_required}</p>
        </div>
      </noscript>
    </>
  );
}
