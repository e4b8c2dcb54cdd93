import { accountLink } from "../account/account-link";
import type { AccountSection } from "../account/section";
import { SECTIONS } from "../account/sections";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** The visitor's own account: a card for each section, with how things stand. */
export const account: Page<"account"> = {
  title: ({ site }) => `Your account at ${site.name}`,
  script: null,
  body: ({ site, view }) => (
    <Card site={site} title="Your account" lead={<Strong>{view.email}</Strong>} cancel>
      <ul>
        {Object.entries(SECTIONS).map(([id, section]) => {
          const facts = view.facts[id as keyof typeof SECTIONS];
          const { path, title, summary } = section as AccountSection<unknown>;
          return (
            facts && (
              <li key={id}>
                <a href={accountLink(site, path)}>{title}</a> <span>{summary(facts)}</span>
              </li>
            )
          );
        })}
      </ul>
      <p className="links">
        <a href={siteLink(site, "logout")}>Sign out</a>
      </p>
    </Card>
  ),
};
