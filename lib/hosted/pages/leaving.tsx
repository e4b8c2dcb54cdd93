import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { Say } from "../parts/say";

/** On the way to a provider. The browser goes there by itself; the button is for when it does not. */
export const leaving: Page<"leaving"> = {
  title: ({ view, t }) => fill(t.social.leaving, { provider: view.provider }),
  script: null,
  body: ({ site, view, t }) => (
    <Card t={t} site={site} title={<Say text={t.social.leaving} provider={<bdi>{view.provider}</bdi>} />} lead={t.social.leavingLead}>
      <a className="button" href={view.href}>
        {t.page.continue}
      </a>
    </Card>
  ),
};
