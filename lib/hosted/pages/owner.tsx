import type { Page } from "../page";
import { Card } from "../parts/card";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { NameField } from "../parts/name-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";

/** The first operator takes possession of the installation. */
export const owner: Page<"owner"> = {
  title: ({ t }) => t.owner.title,
  script: "form",
  body: ({ view, t }) => (
    <Card t={t} site={null} title={t.owner.title} lead={t.owner.lead}>
      <ProblemAlert t={t} problem={view.problem} fields={["name", "email", "password"]} />
      <PostForm action="/dashboard/owner" submit={t.owner.submit}>
        <HiddenField name="token" value={view.token} />
        <NameField t={t} value={view.name} problem={view.problem} />
        <EmailField t={t} value={view.email} problem={view.problem} autoComplete="username" />
        <NewPasswordField t={t} minimum={15} problem={view.problem} />
      </PostForm>
    </Card>
  ),
};
