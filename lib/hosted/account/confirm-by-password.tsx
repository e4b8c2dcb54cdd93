import { HiddenField, HiddenUsername } from "../parts/hidden-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { accountLink } from "./account-link";
import type { ConfirmForm } from "./confirm-form";

/** Proving oneself once more by the password. */
export const confirmByPassword: ConfirmForm = {
  fields: ["password"],
  Form: ({ site, view, t }) => (
    <PostForm action={accountLink(site, "account/confirm", { to: site.to ?? "account" })} submit={t.page.continue}>
      <HiddenField name="confirm" value="password" />
      <HiddenUsername email={view.email} />
      <PasswordField t={t} problem={view.problem} />
    </PostForm>
  ),
};
