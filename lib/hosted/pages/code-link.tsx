import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Opened from the link of a mail: one button, because opening a link proves nothing. Elsewhere it says who asked, from where and when. */
export const codeLink: Page<"code-link"> = {
  title: ({ site, t }) => fill(t.signIn.title, { site: site.name }),
  script: "form",
  style: "mailed",
  body: ({ site, view, t }) => {
    const { asked } = view;
    return (
      <Card
        t={t}
        site={site}
        title={<Say text={t.signIn.title} site={<bdi>{site.name}</bdi>} />}
        lead={<Say text={asked ? t.emailCode.elsewhere : t.emailCode.here} email={<Strong>{view.email}</Strong>} />}
        cancel
      >
        <ProblemAlert t={t} problem={view.problem} fields={[]} />
        {asked && (
          <>
            <ul className="facts">
              {asked.browser && <li>{asked.browser}</li>}
              <li>{asked.ago}</li>
              {asked.ip && <li>{fill(t.emailCode.from, { ip: asked.ip })}</li>}
            </ul>
            <p className="small">{t.emailCode.wasItYou}</p>
          </>
        )}
        <PostForm action={siteLink(site, "login/code")} submit={asked ? t.emailCode.signInHere : t.signIn.submit}>
          <HiddenField name="state" value={view.state} />
          <HiddenField name="token" value={view.token} />
        </PostForm>
      </Card>
    );
  },
};
