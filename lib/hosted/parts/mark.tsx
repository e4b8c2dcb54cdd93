import type { HostedSite } from "../view";
import { ICONS } from "./icons";
import { hasLogo, Logo } from "./logo";

/** What stands at the top of a card: the site's logo, or a tile with the first letter of its name, and a badge that says how it went. */
export function Mark({ site, tone }: { site: HostedSite | null; tone?: "good" | "bad" }) {
  const initial = site && /[\p{L}\p{N}]/u.exec(site.name)?.[0].toUpperCase();
  const badge = tone && <span className="tone">{ICONS[tone]}</span>;
  const mood = tone === "bad" ? " bad" : "";
  if (site && hasLogo(site)) {
    return (
      <div className={`logo${mood}`}>
        <Logo site={site} />
        {badge}
      </div>
    );
  }
  return (
    <div className={`mark${mood}`} aria-hidden="true">
      {initial || ICONS.owner}
      {badge}
    </div>
  );
}
