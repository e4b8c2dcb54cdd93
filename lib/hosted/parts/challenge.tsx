import type { Texts } from "@/lib/texts";
import type { HostedSite, Problem } from "../view";

type Props = { readonly site: HostedSite; readonly t: Texts; readonly problem: Problem | null };

/** Where a browser leaves what it has found, while the site asks for that: see `CHALLENGE_SCRIPT`. What it needs is said once. */
export function ChallengeField({ site, t, problem }: Props) {
  if (!site.challenge) return null;
  return (
    <>
      <input type="hidden" name="challenge" data-challenge={site.challenge} />
      {problem?.code !== "challenge_required" && (
        <noscript>
          <div className="note bad">
            <p>{t.errors.challenge_required}</p>
          </div>
        </noscript>
      )}
    </>
  );
}
