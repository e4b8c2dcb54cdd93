import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { ForgottenLink } from "../parts/forgotten-link";
import { HiddenField } from "../parts/hidden-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";

/** Opened from the mail's link: one button, because opening a link proves nothing. In another browser, the password as well. */
export const verifyConfirm: Page<"verify-confirm"> = {
  title: ({ site, t }) => fill(t.verifyEmail.pageTitle, { site: site.name }),
  script: "form",
  body: ({ site, view, t }) => {
    const resetHref = siteLink(site, "reset-password");
    return (
      <Card
        t={t}
        site={site}
        title={t.verifyEmail.title}
        lead={view.needsPassword ? t.verifyEmail.otherBrowser : <Say text={t.verifyEmail.oneClick} site={<bdi>{site.name}</bdi>} />}
        cancel
      >
        <ProblemAlert
          t={t}
          problem={view.problem}
          fields={view.needsPassword ? ["password"] : []}
          resetHref={view.needsPassword ? resetHref : undefined}
        />
        <PostForm action={siteLink(site, "verify-email")} submit={t.verifyEmail.submit}>
          <HiddenField name="token" value={view.token} />
          {view.needsPassword && <PasswordField t={t} problem={view.problem} />}
        </PostForm>
        {view.needsPassword && <ForgottenLink t={t} href={resetHref} />}
      </Card>
    );
  },
};
