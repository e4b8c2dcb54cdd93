import { FORMS } from "../forms";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { GoodNote } from "../parts/good-note";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";
import { Ways } from "../parts/ways";

const fields = Object.values(FORMS).flatMap(({ fields }) => fields);

/** The sign-in page: every way that is on. */
export const signIn: Page<"sign-in"> = {
  title: ({ site }) => `Sign in to ${site.name}`,
  script: "form",
  body: ({ site, view }) => {
    const hasPassword = site.methods.includes("password");
    const resetHref = siteLink(site, "reset-password", view.state);
    return (
      <Card
        site={site}
        title={
          <>
            Sign in to <bdi>{site.name}</bdi>
          </>
        }
        lead={
          site.destination && (
            <>
              to continue to <Strong>{site.destination}</Strong>
            </>
          )
        }
        cancel
      >
        {!view.problem && <GoodNote text={view.notice} />}
        <ProblemAlert problem={view.problem} fields={fields} resetHref={hasPassword ? resetHref : undefined} />
        <Ways site={site} view={view} />
        <p className="links">
          {hasPassword && <a href={resetHref}>Forgot password?</a>}
          {site.signUps && <a href={siteLink(site, "signup", view.state)}>Create an account</a>}
        </p>
      </Card>
    );
  },
};
