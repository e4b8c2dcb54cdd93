import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import type { AccountSection } from "../account/section";
import { SECTIONS } from "../account/sections";
import type { AccountFacts } from "../account/told";
import type { Page } from "../page";
import { Footer } from "../parts/footer";
import { ICONS } from "../parts/icons";
import { Mark } from "../parts/mark";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";

const sections = Object.entries(SECTIONS) as [keyof AccountFacts, AccountSection<unknown>][];

/** The visitor's own account: a card for each section, with how things stand. */
export const account: Page<"account"> = {
  title: ({ site, t }) => fill(t.account.title, { site: site.name }),
  style: "overview",
  script: null,
  body: ({ site, view, t }) => (
    <>
      <main>
        <header>
          <Mark site={site} />
          <div>
            <h1>
              <Say text={t.account.title} site={<bdi>{site.name}</bdi>} />
            </h1>
            <p className="lead">
              <bdi>{view.email}</bdi>
            </p>
          </div>
        </header>
        <nav aria-label={t.account.heading}>
          {sections.map(([id, { path, icon, title, summary, grave }]) => {
            const facts = view.facts[id];
            return (
              facts && (
                <a key={id} href={accountLink(site, path)} className={grave && "grave"}>
                  {ICONS[icon]}
                  <span>
                    <b>{title(t)}</b>
                    <span>{summary(t, facts)}</span>
                  </span>
                  {ICONS.next}
                </a>
              )
            );
          })}
        </nav>
        <a className="plain" href={siteLink(site, "logout")}>
          {t.signOut.submit}
        </a>
      </main>
      <Footer t={t} site={site} cancel />
    </>
  ),
};
