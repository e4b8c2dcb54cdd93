import type { HostedSite } from "../view";
import { ICONS } from "./icons";

/** The tile at the top of a card: the first letter of the site's name, and a badge that says how it went. */
export function Mark({ site, tone }: { site: HostedSite | null; tone?: "good" | "bad" }) {
  const initial = site && /[\p{L}\p{N}]/u.exec(site.name)?.[0].toUpperCase();
  return (
    <div className={tone === "bad" ? "mark bad" : "mark"} aria-hidden="true">
      {initial || ICONS.owner}
      {tone && <span className="tone">{ICONS[tone]}</span>}
    </div>
  );
}
