import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import type { AccountSection } from "../account/section";
import { SECTIONS } from "../account/sections";
import type { AccountFacts } from "../account/told";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

const sections = Object.entries(SECTIONS) as [keyof AccountFacts, AccountSection<unknown>][];

/** The visitor's own account: a card for each section, with how things stand. */
export const account: Page<"account"> = {
  title: ({ site, t }) => fill(t.account.title, { site: site.name }),
  script: null,
  body: ({ site, view, t }) => (
    <Card t={t} site={site} title={t.account.heading} lead={<Strong>{view.email}</Strong>} cancel>
      {sections.map(([id, { path, title, summary }]) => {
        const facts = view.facts[id];
        return (
          facts && (
            <p key={id} className="small">
              <a href={accountLink(site, path)}>{title(t)}</a> {summary(t, facts)}
            </p>
          )
        );
      })}
      <p className="links">
        <a href={siteLink(site, "logout")}>{t.account.signOut}</a>
      </p>
    </Card>
  ),
};
