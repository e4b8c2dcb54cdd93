import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { ChallengeField } from "../parts/challenge";
import { EmailField } from "../parts/email-field";
import { HiddenField } from "../parts/hidden-field";
import { NameField } from "../parts/name-field";
import { NewPasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { ProviderButtons } from "../parts/provider-buttons";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";
import { UsernameField } from "../parts/username-field";

/** The sign-up form; where there are no passwords, a code does it. The name comes first: password managers take the field before the password for the user name. */
export const signUp: Page<"sign-up"> = {
  title: ({ site, t }) => fill(t.signUp.pageTitle, { site: site.name }),
  script: "form",
  // It tells whether this device can keep a passkey, which is offered afterwards.
  modules: ({ site }) => (site.methods.includes("passkey") && !site.frame ? ["passkey"] : []),
  body: ({ site, view, t }) => {
    const passwords = site.methods.includes("password");
    const usernames = passwords && site.signIn.password.usernames;
    return (
      <Card t={t} site={site} title={t.signUp.title} lead={<Say text={t.signUp.forSite} site={<Strong>{site.name}</Strong>} />} cancel>
        <ProblemAlert t={t} problem={view.problem} fields={["name", "username", "email", "password"]} />
        {view.providers && view.providers.length > 0 && (
          <>
            <ProviderButtons site={site} view={view} t={t} />
            <p className="or">{t.ways.or}</p>
          </>
        )}
        <PostForm action={siteLink(site, "signup")} submit={passwords ? t.signUp.submit : t.emailCode.send}>
          <HiddenField name="state" value={view.state} />
          <NameField t={t} value={view.name} problem={view.problem} />
          {usernames && <UsernameField t={t} value={view.username ?? ""} problem={view.problem} />}
          <EmailField t={t} value={view.email} problem={view.problem} autoComplete="email" />
          {passwords && <NewPasswordField t={t} problem={view.problem} />}
          <ChallengeField t={t} site={site} problem={view.problem} />
        </PostForm>
        <p className="links">
          <a href={siteLink(site, "login", view.state)}>{t.page.signInInstead}</a>
          {passwords && view.problem?.form && <a href={siteLink(site, "reset-password", view.state)}>{t.page.forgotPassword}</a>}
        </p>
      </Card>
    );
  },
};
