import { fill } from "@/lib/texts/fill";
import type { Page } from "../page";
import { Card } from "../parts/card";
import { CodeField } from "../parts/code-field";
import { ForgottenLink } from "../parts/forgotten-link";
import { HiddenField, HiddenUsername } from "../parts/hidden-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { Say } from "../parts/say";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/**
 * The visitor has to prove the address first; the mail's code is typed here.
 *
 * SECURITY: says the same for a new address and for a known one, whose owner gets another mail.
 */
export const verifySent: Page<"verify-sent"> = {
  title: ({ site, t }) => fill(t.checkMail.pageTitle, { site: site.name }),
  script: "form",
  body: ({ site, view, t }) => {
    const resetHref = siteLink(site, "reset-password", view.state);
    return (
      <Card
        t={t}
        site={site}
        title={t.checkMail.title}
        lead={
          <Say
            text={view.maybe ? t.verifyEmail.sentMaybe : t.verifyEmail.sent}
            email={<Strong>{view.email}</Strong>}
            site={<bdi>{site.name}</bdi>}
          />
        }
        cancel
      >
        <ProblemAlert t={t} problem={view.problem} fields={["code", "password"]} resetHref={view.needsPassword ? resetHref : undefined} />
        <PostForm action={siteLink(site, "verify-email")} submit={t.verifyEmail.submit}>
          <HiddenField name="state" value={view.state} />
          <HiddenField name="flow" value={site.frame?.flow ?? null} />
          {view.needsPassword ? <HiddenUsername email={view.email} /> : <HiddenField name="email" value={view.email} />}
          <CodeField t={t} problem={view.problem} />
          {view.needsPassword && (
            <PasswordField t={t} label={t.verifyEmail.chosenPassword} hint={t.verifyEmail.chosenPasswordHint} problem={view.problem} />
          )}
        </PostForm>
        {view.needsPassword && <ForgottenLink t={t} href={resetHref} />}
        <p className="small">
          <Say text={t.checkMail.noMail} again={<a href={siteLink(site, "verify-email", view.state)}>{t.checkMail.again}</a>} />
        </p>
      </Card>
    );
  },
};
