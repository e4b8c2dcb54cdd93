import { accountLink } from "../account/account-link";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { TotpSetUp } from "../parts/totp-set-up";

/** An authenticator app for the visitor's own account, the first or another one. */
export const accountFactorSetUp: Page<"account-factor-set-up"> = {
  title: ({ site, t }) => `${t.accountFactor.setUp} – ${site.name}`,
  script: "form",
  style: "setUp",
  body: ({ site, view, t }) => {
    return (
      <Card t={t} site={site} title={t.accountFactor.setUp} lead={view.replaces && t.accountFactor.replaceLead}>
        <ProblemAlert t={t} problem={view.problem} fields={["code"]} />
        <PostForm action={accountLink(site, "account/second-factor")} submit={view.replaces ? t.page.continue : t.secondFactor.turnOn}>
          <HiddenField name="step" value={view.step} />
          <TotpSetUp t={t} secret={view.secret} uri={view.uri} problem={view.problem} />
        </PostForm>
        <p className="links">
          <a href={accountLink(site, "account/second-factor")}>{t.passkeys.back}</a>
        </p>
      </Card>
    );
  },
};
