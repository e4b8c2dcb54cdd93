import type { Page } from "../page";
import { Card } from "../parts/card";
import { HiddenField } from "../parts/hidden-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** Opened from the mail's link: a new password. */
export const resetConfirm: Page<"reset-confirm"> = {
  title: ({ site }) => `Choose a new password for ${site.name}`,
  script: "form",
  body: ({ site, view }) => (
    <Card
      site={site}
      title="Choose a new password"
      lead={
        <>
          for your account at <Strong>{site.name}</Strong>
        </>
      }
      cancel
    >
      <ProblemAlert problem={view.problem} fields={["password"]} />
      <PostForm action={siteLink(site, "reset-password")} submit="Set new password">
        <HiddenField name="token" value={view.token} />
        <NewPasswordField label="New password" problem={view.problem} />
      </PostForm>
    </Card>
  ),
};
