import { fill } from "@/lib/texts/fill";
import { FORMS } from "../forms";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { GoodNote } from "../parts/good-note";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";
import { Ways } from "../parts/ways";

const fields = Object.values(FORMS).flatMap(({ fields }) => fields);

/** The sign-in page: every way that is on. */
export const signIn: Page<"sign-in"> = {
  title: ({ site, t }) => fill(t.signIn.title, { site: site.name }),
  script: "form",
  modules: ({ site }) => site.methods.flatMap((id) => FORMS[id].needs ?? []),
  body: ({ site, view, t }) => {
    const own = site.brand?.texts[t.language];
    const hasPassword = site.methods.includes("password");
    const resetHref = siteLink(site, "reset-password", view.state);
    const locked = view.problem?.status === 429;
    // A code by mail does not help whom a code by mail has just been refused.
    const byCode = locked && view.method !== "email_code" && site.methods.includes("email_code");
    const codeHref = byCode ? siteLink(site, "login", view.state, { method: "email_code" }) : undefined;
    return (
      <Card
        t={t}
        site={site}
        title={own?.sign_in_title ?? <Say text={t.signIn.title} site={<bdi>{site.name}</bdi>} />}
        lead={
          own?.sign_in_lead ?? (site.destination && <Say text={t.signIn.destination} destination={<Strong>{site.destination}</Strong>} />)
        }
        cancel
      >
        {!view.problem && <GoodNote text={view.notice} />}
        <ProblemAlert t={t} problem={view.problem} fields={fields} codeHref={codeHref} resetHref={hasPassword ? resetHref : undefined} />
        <Ways site={site} view={view} t={t} />
        <p className="links">
          {hasPassword && (!locked || byCode) && <a href={resetHref}>{t.page.forgotPassword}</a>}
          {site.signUps && <a href={siteLink(site, "signup", view.state)}>{t.signIn.createAccount}</a>}
        </p>
      </Card>
    );
  },
};
