import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { ProblemAlert } from "../parts/problem-alert";
import { ProviderMark } from "../parts/provider-mark";
import { Say } from "../parts/say";

/** The visitor's accounts elsewhere, and the providers at which another one can be linked. */
export const accountLinked: Page<"account-linked"> = {
  title: ({ site, t }) => `${t.social.linkedTitle} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => {
    const action = accountLink(site, "account/linked");
    return (
      <SectionCard
        t={t}
        site={site}
        title={t.social.linkedTitle}
        lead={<Say text={t.social.linkedLead} site={<bdi>{site.name}</bdi>} />}
        done={view.notice}
      >
        <ProblemAlert t={t} problem={view.problem} fields={[]} />
        {view.accounts.length === 0 ? (
          <p className="small">{t.social.noneLinked}</p>
        ) : (
          <ul className="list">
            {view.accounts.map(({ id, kind, provider, email, linked, used }) => (
              <li key={id}>
                <ProviderMark kind={kind} />
                <div>
                  <b>
                    <bdi>{provider}</bdi>
                  </b>
                  <p className="hint">
                    {email !== null && (
                      <>
                        <bdi>{email}</bdi>
                        <br />
                      </>
                    )}
                    {fill(t.social.linkedOn, { date: linked })} · {fill(t.social.usedOn, { date: used })}
                  </p>
                </div>
                <form method="post" action={action}>
                  <button
                    className="plain"
                    type="submit"
                    name="account"
                    value={id}
                    aria-label={fill(t.social.unlinkProvider, { provider })}
                  >
                    {t.social.unlink}
                  </button>
                </form>
              </li>
            ))}
          </ul>
        )}
        {view.providers.length > 0 && (
          <form className="ways" method="post" action={action}>
            {view.providers.map(({ id, kind, name }) => (
              <button key={id} className="button second" type="submit" name="provider" value={id}>
                <ProviderMark kind={kind} />
                <span>
                  <Say text={t.social.link} provider={name} />
                </span>
              </button>
            ))}
          </form>
        )}
      </SectionCard>
    );
  },
};
