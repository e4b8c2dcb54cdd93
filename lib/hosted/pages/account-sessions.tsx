import { agoText } from "@/lib/texts/ago-text";
import { fill } from "@/lib/texts/fill";
import { accountLink } from "../account/account-link";
import { SectionCard } from "../account/section-card";
import type { Page } from "../page";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";

/** Where the visitor is signed in, with the way to end each. */
export const accountSessions: Page<"account-sessions"> = {
  title: ({ site, t }) => `${t.accountSessions.title} – ${fill(t.account.title, { site: site.name })}`,
  style: "section",
  script: "form",
  body: ({ site, view, t }) => {
    const action = accountLink(site, "account/sessions");
    return (
      <SectionCard
        t={t}
        site={site}
        title={t.accountSessions.title}
        lead={t.accountSessions.lead}
        done={view.done ? t.accountSessions.ended : null}
      >
        <ul className="list">
          {view.sessions.map(({ id, browser, system, ip, begunAt, seenAgoS, current }) => (
            <li key={id}>
              <div>
                <b>{[browser, system].filter(Boolean).join(" · ") || t.accountSessions.unknownDevice}</b>{" "}
                {current && <span className="badge">{t.accountSessions.thisBrowser}</span>}
                <p className="hint">
                  <bdi>{ip}</bdi> · <time dateTime={begunAt.toISOString()}>{agoText(t, seenAgoS)}</time>
                </p>
              </div>
              {!current && (
                <form method="post" action={action}>
                  <button className="plain" type="submit" name="session" value={id}>
                    {t.accountSessions.signOutThere}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
        {view.sessions.length > 1 && (
          <PostForm action={action} submit={t.accountSessions.signOutElsewhere}>
            <HiddenField name="act" value="elsewhere" />
          </PostForm>
        )}
      </SectionCard>
    );
  },
};
