import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { siteLink } from "../parts/site-link";
import type { MethodForm } from "./method-form";

/** Signing in with an address and a password. */
export const password: MethodForm = {
  fields: ["email", "password"],
  Form: ({ site, view, t }) => (
    <PostForm action={siteLink(site, "login")} submit={t.signIn.submit}>
      <HiddenField name="state" value={view.state} />
      <EmailField t={t} value={view.email} problem={view.problem} autoComplete="username" />
      <PasswordField t={t} problem={view.problem} />
    </PostForm>
  ),
};
