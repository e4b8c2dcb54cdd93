import type { Texts } from "@/lib/texts";
import { autofillOf } from "../parts/autofill-of";
import { ChallengeField } from "../parts/challenge";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { LastUsed } from "../parts/last-used";
import { PostForm } from "../parts/post-form";
import { siteLink } from "../parts/site-link";
import type { MethodForm } from "./method-form";

/** Signing in with a code that is mailed. Beside another form its button takes the address from there, and asks for nothing else. */
export const emailCode: MethodForm = {
  fields: ["email", "login"],
  Form: ({ site, view, t, beside }) => (
    <PostForm action={siteLink(site, "login")} submit={<Send t={t} last={view.lastUsed} />} method="email_code" beside={beside}>
      <HiddenField name="state" value={view.state} />
      <EmailField t={t} value={view.email} problem={view.problem} autoComplete={autofillOf(site)} />
      <ChallengeField t={t} site={site} problem={view.problem} />
    </PostForm>
  ),
  Beside: ({ view, t }) => (
    <button className="button second" type="submit" name="method" value="email_code" formNoValidate>
      <Send t={t} last={view.lastUsed} />
    </button>
  ),
};

/** What the button says. */
const Send = ({ t, last }: { t: Texts; last: string | null | undefined }) => (
  <>
    {t.emailCode.send}
    <LastUsed t={t} last={last} way="email_code" />
  </>
);
