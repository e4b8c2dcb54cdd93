import { autofillOf } from "../parts/autofill-of";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { PostForm } from "../parts/post-form";
import { siteLink } from "../parts/site-link";
import type { MethodForm } from "./method-form";

/** Signing in with a code that is mailed. Beside another form its button takes the address from there, and asks for nothing else. */
export const emailCode: MethodForm = {
  fields: ["email", "login"],
  Form: ({ site, view, t, beside }) => (
    <PostForm action={siteLink(site, "login")} submit={t.emailCode.send} method="email_code" beside={beside}>
      <HiddenField name="state" value={view.state} />
      <EmailField t={t} value={view.email} problem={view.problem} autoComplete={autofillOf(site)} />
    </PostForm>
  ),
  Beside: ({ t }) => (
    <button className="button second" type="submit" name="method" value="email_code" formNoValidate>
      {t.emailCode.send}
    </button>
  ),
};
