import { fill } from "@/lib/texts/fill";
import { CONFIRM_FORMS } from "../account/confirm-forms";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Before something grave: the visitor proves once more who they are. Whoever has no way left signs in anew. */
export const accountConfirm: Page<"account-confirm"> = {
  title: ({ site, t }) => fill(t.account.confirmTitle, { site: site.name }),
  script: "form",
  modules: ({ view }) => (view.offers.passkey === undefined ? [] : ["passkey"]),
  body: ({ site, view, t }) => {
    const offered = Object.entries(CONFIRM_FORMS).filter(([id]) => id in view.offers);
    return (
      <Card
        t={t}
        site={site}
        title={t.account.confirmHeading}
        lead={<Say text={t.account.confirmLead} email={<Strong>{view.email}</Strong>} />}
      >
        <ProblemAlert t={t} problem={view.problem} fields={offered.flatMap(([, { fields }]) => fields)} />
        {offered.map(([id, { Form }]) => (
          <Form key={id} site={site} view={view} t={t} />
        ))}
        <p className="links">
          <a href={siteLink(site, "login", null, { as: "other" })}>{t.account.signInAgain}</a>
        </p>
      </Card>
    );
  },
};
