import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { Say } from "../parts/say";

/** In a frame, after signing in. Seen for a moment, until the widget takes the frame away or the callback is there. */
export const handedOver: Page<"handed-over"> = {
  title: ({ site, t }) => fill(t.signIn.signedIn, { site: site.name }),
  script: null,
  style: "tone",
  body: ({ site, t }) => (
    <Card t={t} site={site} tone="good" title={<Say text={t.signIn.signedIn} site={<bdi>{site.name}</bdi>} />} lead={t.signIn.oneMoment} />
  ),
};
