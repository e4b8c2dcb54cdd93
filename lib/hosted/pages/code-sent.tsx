import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { CodeField } from "../parts/code-field";
import { GoodNote } from "../parts/good-note";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Seconds after which there may be another mail. */
const WAIT_S = 60;

/** After a code was mailed that signs in: it is typed here, or comes by the link. */
export const codeSent: Page<"code-sent"> = {
  title: ({ site, t }) => fill(t.checkMail.pageTitle, { site: site.name }),
  script: "code",
  style: "mailed",
  body: ({ site, view, t }) => {
    const beside = (
      <>
        {view.mailApp && (
          <a className="button second" href={view.mailApp.href} target="_blank" rel="noreferrer">
            {fill(t.emailCode.openMail, { app: view.mailApp.name })}
          </a>
        )}
        <div className="links">
          <button className="plain" type="submit" name="resend" value="1" formNoValidate data-wait={WAIT_S}>
            {t.emailCode.again}
          </button>
          <a href={siteLink(site, "login", view.state)}>{t.emailCode.otherAddress}</a>
        </div>
      </>
    );
    return (
      <Card
        t={t}
        site={site}
        title={t.checkMail.title}
        lead={
          <Say
            text={view.maybe ? t.emailCode.sentMaybe : t.emailCode.sent}
            email={<Strong>{view.email}</Strong>}
            site={<bdi>{site.name}</bdi>}
          />
        }
        cancel
      >
        {!view.problem && <GoodNote text={view.notice} />}
        <ProblemAlert t={t} problem={view.problem} fields={["code"]} />
        <PostForm action={siteLink(site, "login/code")} submit={t.signIn.submit} beside={beside}>
          <HiddenField name="state" value={view.state} />
          <HiddenField name="device" value={view.device} />
          <CodeField t={t} problem={view.problem} />
        </PostForm>
      </Card>
    );
  },
};
