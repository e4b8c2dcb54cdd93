import type { Texts } from "@/lib/texts";
import type { HostedSite } from "../view";
import { ICONS } from "./icons";
import { LanguagePicker } from "./language-picker";
import { Say } from "./say";

/** Below a site's card: the way back to it where that was asked for (a frame stands in it), the language, and who keeps the door. */
export function Footer({ t, site, cancel }: { t: Texts; site: HostedSite; cancel: boolean }) {
  const note = site.brand?.texts[t.language]?.footer_note;
  return (
    <footer>
      {note && <p>{note}</p>}
      {cancel && site.cancelHref && !site.frame && (
        <a href={site.cancelHref}>
          <Say text={t.page.backTo} site={<bdi>{site.name}</bdi>} />
        </a>
      )}
      {site.picks && <LanguagePicker t={t} />}
      <p>
        {ICONS.fast}
        {t.page.secured}
      </p>
    </footer>
  );
}
