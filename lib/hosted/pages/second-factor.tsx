import { fill } from "@/lib/texts/fill";
import { FACTOR_FORMS } from "../factors";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { CheckField } from "../parts/check-field";
import { HiddenField } from "../parts/hidden-field";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/**
 * Between the two factors of a sign-in: the second one is shown here, whichever of theirs the visitor has at hand.
 *
 * SECURITY: our cookie does not come along into a frame, so no browser is trusted from there.
 */
export const secondFactor: Page<"second-factor"> = {
  title: ({ site, t }) => fill(t.secondFactor.pageTitle, { site: site.name }),
  script: "form",
  style: "question",
  modules: ({ view }) => [FACTOR_FORMS[view.factor].needs ?? []].flat(),
  body: ({ site, view, t }) => {
    const { lead, fields, needs, submit, Fields } = FACTOR_FORMS[view.factor];
    const asked = needs && { "data-passkey": "get", "data-options": view.options, "data-failed": t.passkeys.notUsed };
    const others = view.factors.filter((id) => id !== view.factor);
    return (
      <Card t={t} site={site} title={t.secondFactor.title} lead={<Say text={lead(t)} site={<Strong>{site.name}</Strong>} />} cancel>
        <ProblemAlert t={t} problem={view.problem} fields={fields} />
        <form method="post" action={siteLink(site, "second-factor")} {...asked}>
          <HiddenField name="step" value={view.step} />
          <HiddenField name="factor" value={view.factor} />
          <HiddenField name="state" value={view.state} />
          <Fields t={t} problem={view.problem} />
          {view.trustDays > 0 && !site.frame && <CheckField name="trust" label={t.secondFactor.trust(view.trustDays)} />}
          <button className={needs ? "button scripted" : "button"} type="submit">
            {submit(t)}
          </button>
          {others.map((id) => (
            <button key={id} className="plain" type="submit" name="other" value={id} formNoValidate>
              {FACTOR_FORMS[id].use(t)}
            </button>
          ))}
        </form>
      </Card>
    );
  },
};
