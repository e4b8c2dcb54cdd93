import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";
import { TotpSetUp } from "../parts/totp-set-up";

/** In the middle of a sign-in, where the site requires a second factor and the visitor has none. */
export const secondFactorSetUp: Page<"second-factor-set-up"> = {
  title: ({ site, t }) => fill(t.secondFactor.pageTitle, { site: site.name }),
  script: "form",
  style: "setUp",
  body: ({ site, view, t }) => (
    <Card
      t={t}
      site={site}
      title={t.secondFactor.setUpTitle}
      lead={<Say text={t.secondFactor.setUpLead} site={<Strong>{site.name}</Strong>} />}
    >
      <ProblemAlert t={t} problem={view.problem} fields={["code"]} />
      <PostForm action={siteLink(site, "second-factor")} submit={t.secondFactor.turnOn}>
        <HiddenField name="step" value={view.step} />
        <HiddenField name="state" value={view.state} />
        <TotpSetUp t={t} secret={view.secret} uri={view.uri} problem={view.problem} />
      </PostForm>
    </Card>
  ),
};
