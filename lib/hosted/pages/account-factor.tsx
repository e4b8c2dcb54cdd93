import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { FactorFacts } from "../account/factor-facts";
import { SectionCard } from "../account/section-card";
import { TrustedBrowsers } from "../account/trusted-browsers";
import type { Page } from "../page";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";

/** The second step of the visitor's sign-in: turned on, changed and turned off. */
export const accountFactor: Page<"account-factor"> = {
  title: ({ site, t }) => `${t.accountFactor.title} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => {
    const { factor, policy } = view;
    const action = accountLink(site, "account/second-factor");
    return (
      <SectionCard
        t={t}
        site={site}
        title={t.accountFactor.title}
        lead={<Say text={t.accountFactor.lead} site={<bdi>{site.name}</bdi>} />}
        done={view.notice}
      >
        <ProblemAlert t={t} problem={view.problem} fields={[]} />
        {factor.on ? (
          <>
            <FactorFacts t={t} action={action} factor={factor} changes={policy !== "off"} />
            {factor.browsers.length > 0 && <TrustedBrowsers t={t} action={action} browsers={factor.browsers} />}
            {policy === "required" ? (
              <p className="small">
                <Say text={t.accountFactor.required} site={<bdi>{site.name}</bdi>} />
              </p>
            ) : (
              <form method="post" action={action}>
                <p className="hint">{t.accountFactor.offHint}</p>
                <button className="plain" type="submit" name="act" value="off">
                  {t.accountFactor.turnOff}
                </button>
              </form>
            )}
          </>
        ) : (
          <PostForm action={action} submit={t.accountFactor.setUp}>
            <HiddenField name="act" value="begin" />
          </PostForm>
        )}
      </SectionCard>
    );
  },
};
