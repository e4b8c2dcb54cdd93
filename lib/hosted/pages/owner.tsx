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
  title: () => "Welcome to Signin Fast",
  script: "form",
  body: ({ view }) => (
    <Card site={null} title="Welcome to Signin Fast" lead="This installation is new and has no owner yet. Make it yours.">
      <ProblemAlert problem={view.problem} fields={["name", "email", "password"]} />
      <PostForm action="/dashboard/owner" submit="Become the owner">
        <HiddenField name="token" value={view.token} />
        <NameField value={view.name} problem={view.problem} />
        <EmailField value={view.email} problem={view.problem} autoComplete="username" />
        <NewPasswordField minimum={15} problem={view.problem} />
      </PostForm>
    </Card>
  ),
};
