import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Opened from the mail's link: a new password. */
export const resetConfirm: Page<"reset-confirm"> = {
  title: ({ site, t }) => fill(t.resetPassword.choosePageTitle, { site: site.name }),
  script: "form",
  body: ({ site, view, t }) => (
    <Card
      t={t}
      site={site}
      title={t.resetPassword.chooseTitle}
      lead={<Say text={t.resetPassword.chooseLead} site={<Strong>{site.name}</Strong>} />}
      cancel
    >
      <ProblemAlert t={t} problem={view.problem} fields={["password"]} />
      <PostForm action={siteLink(site, "reset-password")} submit={t.resetPassword.submit}>
        <HiddenField name="token" value={view.token} />
        <NewPasswordField t={t} label={t.fields.newPassword} problem={view.problem} />
      </PostForm>
    </Card>
  ),
};
