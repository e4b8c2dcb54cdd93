import type { Texts } from "@/lib/texts";
import type { PageProps } from "../page";
import { autofillOf } from "../parts/autofill-of";
import { ChallengeField } from "../parts/challenge";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { LastUsed } from "../parts/last-used";
import { LoginField } from "../parts/login-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { siteLink } from "../parts/site-link";
import type { MethodForm } from "./method-form";

/** Signing in with a password, and an address or, where the site has them, a username. */
export const password: MethodForm = {
  fields: ["email", "login", "password"],
  Form: ({ site, view, t, beside }) => (
    <PostForm action={siteLink(site, "login")} submit={said(t.signIn.submit, t, view)} method="password" beside={beside}>
      <HiddenField name="state" value={view.state} />
      {site.signIn.password.usernames ? (
        <LoginField t={t} value={view.email} problem={view.problem} autoComplete={autofillOf(site)} />
      ) : (
        <EmailField t={t} value={view.email} problem={view.problem} autoComplete={autofillOf(site)} />
      )}
      <PasswordField t={t} problem={view.problem} />
      <ChallengeField t={t} site={site} problem={view.problem} />
    </PostForm>
  ),
  Beside: ({ site, view, t }) => (
    <a className="button second" href={siteLink(site, "login", view.state, { method: "password" })}>
      {said(t.ways.usePassword, t, view)}
    </a>
  ),
};

const said = (text: string, t: Texts, { lastUsed }: PageProps<"sign-in">["view"]) => (
  <>
    {text}
    <LastUsed t={t} last={lastUsed} way="password" />
  </>
);
