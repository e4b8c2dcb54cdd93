import type { HostedSite } from "../view";
import { ICONS } from "./icons";

/** Below a site's card: the way back to it where that was asked for (a frame stands in it), and who keeps the door. */
export function Footer({ site, cancel }: { site: HostedSite; cancel: boolean }) {
  return (
    <footer>
      {cancel && site.cancelHref && !site.frame && (
        <a href={site.cancelHref}>
          Back to <bdi>{site.name}</bdi>
        </a>
      )}
      <p>
        {ICONS.fast}
        Secured by Signin Fast
      </p>
    </footer>
  );
}
