import type { Page } from "../page";
import { Card } from "../parts/card";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { NameField } from "../parts/name-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/** The sign-up form. The name comes first: password managers take the field before the password for the user name. */
export const signUp: Page<"sign-up"> = {
  title: ({ site }) => `Create your account for ${site.name}`,
  script: "form",
  body: ({ site, view }) => (
    <Card
      site={site}
      title="Create your account"
      lead={
        <>
          for <Strong>{site.name}</Strong>
        </>
      }
      cancel
    >
      <ProblemAlert problem={view.problem} fields={["name", "email", "password"]} />
      <PostForm action={siteLink(site, "signup")} submit="Create account">
        <HiddenField name="state" value={view.state} />
        <NameField value={view.name} problem={view.problem} />
        <EmailField value={view.email} problem={view.problem} autoComplete="email" />
        <NewPasswordField problem={view.problem} />
      </PostForm>
      <p className="links">
        <a href={siteLink(site, "login", view.state)}>Sign in instead</a>
        {view.problem?.form && <a href={siteLink(site, "reset-password", view.state)}>Forgot password?</a>}
      </p>
    </Card>
  ),
};
