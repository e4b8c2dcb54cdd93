import type { HostedSite } from "../view";
import { ICONS } from "./icons";

/** Below the card: the way back to `back`, and who keeps the door. */
export function Footer({ back, secured }: { back: HostedSite | null; secured: boolean }) {
  return (
    <footer>
      {back?.cancelHref && (
        <a href={back.cancelHref}>
          Back to <bdi>{back.name}</bdi>
        </a>
      )}
      {secured && (
        <p>
          {ICONS.fast}
          Secured by Signin Fast
        </p>
      )}
    </footer>
  );
}
