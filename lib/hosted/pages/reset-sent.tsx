import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { CodeField } from "../parts/code-field";
import { HiddenField, HiddenUsername } from "../parts/hidden-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/**
 * After a reset was asked for; the mail's code is typed here.
 *
 * SECURITY: says the same for an address with an account and for one without.
 */
export const resetSent: Page<"reset-sent"> = {
  title: ({ site, t }) => fill(t.checkMail.pageTitle, { site: site.name }),
  script: "form",
  body: ({ site, view, t }) => (
    <Card
      t={t}
      site={site}
      title={t.checkMail.title}
      lead={<Say text={t.resetPassword.sent} email={<Strong>{view.email}</Strong>} site={<bdi>{site.name}</bdi>} />}
      cancel
    >
      <ProblemAlert t={t} problem={view.problem} fields={["code", "password"]} />
      <PostForm action={siteLink(site, "reset-password")} submit={t.resetPassword.submit}>
        <HiddenField name="state" value={view.state} />
        <HiddenUsername email={view.email} />
        <CodeField t={t} problem={view.problem} />
        <NewPasswordField t={t} label={t.fields.newPassword} problem={view.problem} />
      </PostForm>
      <p className="small">
        <Say text={t.checkMail.noMail} again={<a href={siteLink(site, "reset-password", view.state)}>{t.checkMail.again}</a>} />
      </p>
    </Card>
  ),
};
