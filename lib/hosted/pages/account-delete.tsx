import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { Say } from "../parts/say";
import { Strong } from "../parts/strong";

/** The end of an account, with what it means said before. */
export const accountDelete: Page<"account-delete"> = {
  title: ({ site, t }) => `${t.accountDelete.title} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => (
    <SectionCard
      t={t}
      site={site}
      title={t.accountDelete.title}
      lead={<Say text={t.accountDelete.lead} email={<Strong>{view.email}</Strong>} site={<bdi>{site.name}</bdi>} />}
    >
      <ul className="points">
        <li>{t.accountDelete.now}</li>
        <li>{t.accountDelete.later}</li>
        <li>
          <a href={accountLink(site, "account/data")}>{t.accountDelete.data}</a>
        </li>
      </ul>
      <form method="post" action={accountLink(site, "account/delete")}>
        <button className="button grave" type="submit">
          {t.accountDelete.submit}
        </button>
      </form>
      <p className="links">
        <a href={accountLink(site, "account")}>{t.accountDelete.not}</a>
      </p>
    </SectionCard>
  ),
};
