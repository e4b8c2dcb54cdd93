import type { Page } from "../page";
import { Card } from "../parts/card";
import { CodeField } from "../parts/code-field";
import { HiddenField, HiddenUsername } from "../parts/hidden-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/**
 * After a reset was asked for; the mail's code is typed here.
 *
 * SECURITY: says the same for an address with an account and for one without.
 */
export const resetSent: Page<"reset-sent"> = {
  title: ({ site }) => `Check your mail for ${site.name}`,
  script: "form",
  body: ({ site, view }) => (
    <Card
      site={site}
      title="Check your mail"
      lead={
        <>
          If <Strong>{view.email}</Strong> has an account at <bdi>{site.name}</bdi>, a mail is on its way there. Open its link, or enter its
          code here.
        </>
      }
      cancel
    >
      <ProblemAlert problem={view.problem} fields={["code", "password"]} />
      <PostForm action={siteLink(site, "reset-password")} submit="Set new password">
        <HiddenField name="state" value={view.state} />
        <HiddenUsername email={view.email} />
        <CodeField problem={view.problem} />
        <NewPasswordField label="New password" problem={view.problem} />
      </PostForm>
      <p className="small">
        No mail after a few minutes? Look in your spam folder, or{" "}
        <a href={siteLink(site, "reset-password", view.state)}>ask for another one</a>.
      </p>
    </Card>
  ),
};
