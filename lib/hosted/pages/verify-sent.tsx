import type { Page } from "../page";
import { Card } from "../parts/card";
import { CodeField } from "../parts/code-field";
import { ForgottenLink } from "../parts/forgotten-link";
import { HiddenField, HiddenUsername } from "../parts/hidden-field";
import { PasswordField } from "../parts/password-field";
import { PostForm } from "../parts/post-form";
import { ProblemAlert } from "../parts/problem-alert";
import { siteLink } from "../parts/site-link";
import { Strong } from "../parts/strong";

/**
 * The visitor has to prove the address first; the mail's code is typed here.
 *
 * SECURITY: says the same for a new address and for a known one, whose owner gets another mail.
 */
export const verifySent: Page<"verify-sent"> = {
  title: ({ site }) => `Check your mail for ${site.name}`,
  script: "form",
  body: ({ site, view }) => {
    const resetHref = siteLink(site, "reset-password", view.state);
    return (
      <Card
        site={site}
        title="Check your mail"
        lead={
          view.maybe ? (
            <>
              If <Strong>{view.email}</Strong> still has to be confirmed at <bdi>{site.name}</bdi>, a mail is on its way. Open its link, or
              enter its code here.
            </>
          ) : (
            <>
              A mail from <bdi>{site.name}</bdi> to <Strong>{view.email}</Strong> is on its way. Open its link, or enter its code here.
            </>
          )
        }
        cancel
      >
        <ProblemAlert problem={view.problem} fields={["code", "password"]} resetHref={view.needsPassword ? resetHref : undefined} />
        <PostForm action={siteLink(site, "verify-email")} submit="Confirm address">
          <HiddenField name="state" value={view.state} />
          <HiddenField name="flow" value={site.frame?.flow ?? null} />
          {view.needsPassword ? <HiddenUsername email={view.email} /> : <HiddenField name="email" value={view.email} />}
          <CodeField problem={view.problem} />
          {view.needsPassword && (
            <PasswordField label="The password you chose" hint="So we know that it was you who signed up." problem={view.problem} />
          )}
        </PostForm>
        {view.needsPassword && <ForgottenLink href={resetHref} />}
        <p className="small">
          No mail after a few minutes? Look in your spam folder, or{" "}
          <a href={siteLink(site, "verify-email", view.state)}>ask for another one</a>.
        </p>
      </Card>
    );
  },
};
