import { CONFIRM_FORMS } from "../account/confirm-forms";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Before something grave: the visitor proves once more who they are. Whoever has no way left signs in anew. */
export const accountConfirm: Page<"account-confirm"> = {
  title: ({ site }) => `Is it you? – ${site.name}`,
  script: "form",
  body: ({ site, view }) => {
    const offered = Object.entries(CONFIRM_FORMS).filter(([id]) => id in view.offers);
    return (
      <Card
        site={site}
        title="Is it you?"
        lead={
          <>
            You are signed in as <Strong>{view.email}</Strong>. Confirm it once more before you go on.
          </>
        }
      >
        <ProblemAlert problem={view.problem} fields={offered.flatMap(([, { fields }]) => fields)} />
        {offered.map(([id, { Form }]) => (
          <Form key={id} site={site} view={view} />
        ))}
        <p className="links">
          <a href={siteLink(site, "login", null, { as: "other" })}>Sign in again</a>
        </p>
      </Card>
    );
  },
};
